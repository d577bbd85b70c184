//! The user's folder of settings: what is wrong in it is told with its place, what is right in it holds.

mod broken;
mod copies;
mod days_off;
mod keys;

use crate::help::place::Place;
use crate::world::temp;
use ketnap::config::{COLOURS, Config, Look, Problem};
use ketnap::text::Lang;
use ratatui::style::Color;
use std::fs;
use std::path::Path;
use std::str::FromStr;
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let place = temp();
    for (name, text) in files {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    place
}

/// The sentences in a language, without the folder's path.
fn said(config: &Config, of: &[Problem], dir: &Path) -> Vec<String> {
    let dir = format!("{}/", dir.display());
    let one = |problem: &Problem| config.texts.say(&problem.message).replace(&dir, "");
    of.iter().map(one).collect()
}

/// What is known with these files, and what is told of them.
fn read(files: &[(&str, &str)]) -> (Config, Vec<String>) {
    let place = folder(files);
    let config = Config::load(Some(place.path()), None);
    let said = said(&config, &config.problems, place.path());
    (config, said)
}

const ROW: &str = "Mục này bị bỏ qua, đang dùng giá trị gốc; các mục khác của tệp vẫn có hiệu lực.";

#[test]
fn a_setting_that_cannot_be_is_told_with_its_place_and_the_others_hold() {
    let own = Config::load(None, None).settings;
    for (value, told) in [
        (
            "lang: \"xx\"",
            "settings.ron:3:9: không có từ `xx`; có: `vi`, `en`",
        ),
        (
            "langg: \"en\"",
            "settings.ron:3:3: không có trường `langg`; có: `lang`",
        ),
        (
            "silent_years: 0",
            "settings.ron:3:17: số này phải từ 1 đến 100",
        ),
        (
            "silent_years: \"ba\"",
            "settings.ron:3:17: ở đây cần một số",
        ),
        (
            "cover_after: 99999999",
            "settings.ron:3:16: số này phải từ 0 đến 10080",
        ),
        ("reveal_for: -1", "settings.ron:3:"),
        (
            "anonymise_after: 70000",
            "settings.ron:3:20: số này ra ngoài khoảng dùng được",
        ),
        (
            "who: \"\"",
            "settings.ron:3:8: tên phải có từ 1 đến 100 chữ",
        ),
        (
            "who: \"a\\u{1b}[31m\"",
            "settings.ron:3:8: tên phải có từ 1 đến 100 chữ",
        ),
        (
            "utc_offset: \"+7\"",
            "settings.ron:3:15: múi giờ viết như \"+07:00\"",
        ),
        (
            "utc_offset: \"+25:00\"",
            "settings.ron:3:15: múi giờ viết như",
        ),
        (
            "utc_offset: \"Asia/Saigon\"",
            "settings.ron:3:15: múi giờ viết như",
        ),
        (
            "utc_offset: 7",
            "settings.ron:3:15: ở đây cần đoạn chữ trong ngoặc kép",
        ),
    ] {
        let text = format!("(\n  format: 1,\n  {value},\n)\n");
        let (config, said) = read(&[("settings.ron", &text)]);
        assert_eq!(said.len(), 1, "{value}: {said:?}");
        assert!(
            said[0].starts_with(told) && said[0].ends_with(ROW),
            "{said:?}"
        );
        assert_eq!(config.settings, own, "{value}");
        let with = format!("(format: 1, {value}, silent_years: 5)");
        if !value.starts_with("silent") {
            let (config, _) = read(&[("settings.ron", &with)]);
            assert_eq!(config.settings.silent_years, 5, "{value}");
        }
    }
    let text = "(format: 1, lang: \"en\", utc_offset: \"-03:30\", who: \" Mẫu \")";
    let (config, said) = read(&[("settings.ron", text)]);
    assert_eq!((said, config.settings.lang), (vec![], Lang::En));
    assert_eq!(config.settings.utc_offset.local_minus_utc(), -12_600);
    assert_eq!(config.settings.who.as_deref(), Some("Mẫu"));
}

#[test]
fn a_newer_file_of_settings_is_left_out() {
    for name in ["settings.ron", "keys.ron", "causes.ron", "procedures/a.ron"] {
        let (_, said) = read(&[(name, "(format: 2, rows: [], nothing: 1)")]);
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert!(
            said[0].contains(":1:10: tệp do bản ketnap mới hơn ghi"),
            "{said:?}"
        );
    }
}

#[test]
fn a_row_that_names_one_that_is_not_there_is_told_and_left_out() {
    let named = |id: &str, more: &str| {
        format!("(id: \"{id}\", name: (vi: \"Mẫu\", en: \"Made up\"), {more})")
    };
    let kinds = format!(
        "(format: 1, rows: [\n{},\n{},\n{}])",
        named("hamlet", "below: [\"cell\", \"sell\"]"),
        named("village", "below: [\"hamlet\"]"),
        named("street", "below: [\"street\", \"cell\"]"),
    );
    let groups = format!(
        "(format: 1, rows: [\n{},\n{}])",
        named("a", "told_by: [Sex(Female), Source(\"studdent\")]"),
        named("b", "told_by: [Source(\"own\"), Source(\"youth-union\")]"),
    );
    let sources = format!("(format: 1, rows: [{}])", named("own", ""));
    let files = [
        ("kinds.ron", &*kinds),
        ("groups.ron", &*groups),
        ("sources.ron", &*sources),
    ];
    let (config, said) = read(&files);
    let starts = [
        "kinds.ron:2:66: below không có \"sell\"; các tên dùng được: `provincial`",
        "kinds.ron:3:59: below không có \"hamlet\"",
        "groups.ron:2:75: told_by không có \"studdent\"; các tên dùng được: `youth-union`",
    ];
    assert_eq!(said.len(), starts.len(), "{said:?}");
    for (said, start) in said.iter().zip(starts) {
        assert!(said.starts_with(start) && said.ends_with(ROW), "{said}");
    }
    let kinds: Vec<&str> = config
        .rules
        .kinds
        .iter()
        .map(|kind| kind.id.as_str())
        .collect();
    assert!(kinds.contains(&"street") && !kinds.contains(&"hamlet") && !kinds.contains(&"village"));
    let groups: Vec<&str> = config
        .rules
        .groups
        .iter()
        .map(|group| group.id.as_str())
        .collect();
    assert!(groups.contains(&"b") && !groups.contains(&"a"));
}

#[test]
fn unknown_colours_and_looks_are_told_and_the_other_looks_hold() {
    for (row, told) in [
        (
            "(id: \"bad\", fg: \"mauve\")",
            "theme.ron:1:37: fg không có \"mauve\"",
        ),
        (
            "(id: \"bad\", bg: \"#12\")",
            "theme.ron:1:37: bg không có \"#12\"",
        ),
        (
            "(id: \"bad\", bg: \"256\")",
            "theme.ron:1:37: bg không có \"256\"",
        ),
        (
            "(id: \"bad\", with: [\"bold\", \"blink\"])",
            "theme.ron:1:48: with không có \"blink\"",
        ),
        (
            "(id: \"badd\", fg: \"red\")",
            "theme.ron:1:26: id không có \"badd\"",
        ),
    ] {
        let text = format!("(format: 1, rows: [ {row}, (id: \"good\", fg: \"blue\")])");
        let (config, said) = read(&[("theme.ron", &text)]);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(told) && said[0].ends_with(ROW),
            "{said:?}"
        );
        let look = |config: &Config, id: &str| {
            let mut rows = config.theme.rows().iter();
            rows.find(|look| look.id == id).cloned()
        };
        let own = Config::load(None, None);
        assert_eq!(look(&config, "bad"), look(&own, "bad"));
        assert_eq!(look(&config, "good").unwrap().fg.as_deref(), Some("blue"));
        assert_eq!(config.theme.rows().len(), own.theme.rows().len());
    }
}

#[test]
fn every_colour_that_is_taken_can_be_drawn() {
    for word in COLOURS.into_iter().chain(["reset", "0", "255", "#a0B1c2"]) {
        assert!(Color::from_str(word).is_ok(), "{word}");
        let text = format!("(format: 1, rows: [(id: \"bad\", fg: \"{word}\")])");
        assert_eq!(read(&[("theme.ron", &text)]).1, Vec::<String>::new());
    }
    let every = Config::load(None, None).theme;
    let mut colours = every.rows().iter().flat_map(|look| [&look.fg, &look.bg]);
    assert!(colours.all(|word| word.as_ref().is_none_or(|w| COLOURS.contains(&w.as_str()))));
}

#[test]
fn sentences_with_unknown_names_or_places_are_told_in_either_language() {
    let rows = "(format: 1, rows: [\n\
        (key: \"col.admittedd\", text: \"x\"),\n\
        (key: \"config.ring\", text: \"{place} {nope}\"),\n\
        (key: \"col.done\", text: \"{count}\"),\n\
        (key: \"config.twice\", text: \"{row\"),\n\
        (key: \"col.admitted\", text: \"KẾT NẠP\"),\n])";
    for (file, lang) in [
        ("text/vi.ron", Lang::Vi),
        ("text/vi.ron", Lang::En),
        ("text/en.ron", Lang::En),
        ("text/en.ron", Lang::Vi),
    ] {
        let place = folder(&[(file, rows)]);
        let config = Config::load(Some(place.path()), Some(lang));
        let said = said(&config, &config.problems, place.path());
        let places: Vec<_> = config.problems.iter().map(|p| p.at.unwrap()).collect();
        assert_eq!(places, [(2, 7), (3, 28), (4, 25), (5, 29)], "{said:?}");
        for (said, word) in said
            .iter()
            .zip(["col.admittedd", "{nope}", "{count}", "{row}"])
        {
            assert!(said.contains(file) && said.contains(word), "{said}");
        }
        let used = file.contains(lang.code());
        assert_eq!(config.texts.get("col.admitted") == "KẾT NẠP", used);
        let own = Config::load(None, Some(lang)).texts;
        assert_eq!(config.texts.get("config.ring"), own.get("config.ring"));
        assert!(!config.texts.has("col.admittedd"));
    }
}

#[test]
fn one_bad_row_leaves_the_others_of_its_file() {
    let text = "(\n  format: 1,\n  // a comment with ( and \"\n  rows: [\n    (id: \"x\", nmae: (vi: \"X\")),\n    \
                (id: \"y\", name: (vi: \"Y\")), /* ] */\n    5,\n  ],\n)";
    let (config, said) = read(&[("sources.ron", text)]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("sources.ron:5:15: không có trường `nmae`; có: `id`, `name`."));
    assert!(
        said[1].starts_with("sources.ron:7:5: ở đây cần dấu ("),
        "{said:?}"
    );
    let ids: Vec<&str> = config
        .rules
        .sources
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert!(ids.contains(&"y") && !ids.contains(&"x"));
}

#[test]
fn a_folder_of_settings_that_does_not_exist_is_said() {
    let place = Place::sample();
    let nowhere = place.home.path().join("cofnig").display().to_string();
    let flag = format!("--config-dir={nowhere}");
    let sentence = format!("{nowhere}: không có thư mục cấu hình này");
    for args in [
        &["report", "quota"][..],
        &["rules"],
        &["info"],
        &["note", "mau-19", "một"],
    ] {
        let output = place.run(&[args, &[&*flag]].concat());
        assert_eq!(output.status.code(), Some(0));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.matches(&sentence).count(), 1, "{args:?}: {said}");
    }
    let check = place.run(&["check", "--format", "json", &flag]);
    assert_eq!(check.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&check.stdout).contains(&sentence));
    // What is set for every command is said by those that tell of the settings.
    for (args, told) in [
        (&["check"][..], true),
        (&["rules"], true),
        (&["info"], true),
        (&["report", "quota"], false),
    ] {
        let mut command = place.command();
        let output = command
            .env("KETNAP_CONFIG_DIR", &nowhere)
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.contains(&sentence), told, "{args:?}: {said}");
        assert_eq!(output.status.code(), Some(0));
    }
    assert_eq!(place.json(&["info"])["config_dir_exists"], false);
}

#[test]
fn what_stands_twice_in_the_head_of_a_book_is_told_with_its_place() {
    let place = Place::sample();
    let path = place.data().join("book.ron");
    let text = fs::read_to_string(&path).unwrap();
    let (at, _) = text
        .match_indices("(\n        id: \"KH27\"")
        .next()
        .unwrap();
    let end = at + text[at..].find(')').unwrap() + 1;
    let track = &text[at..end];
    let twice = text.replacen(track, &format!("{track},\n      {track}"), 1);
    fs::write(&path, &twice).unwrap();
    let told = |place: &Place| {
        let output = place.run(&["check", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = found["findings"].as_array().unwrap().clone();
        let found = found.into_iter().filter(|row| row["path"] == "book.ron");
        found
            .map(|row| (row["code"].clone(), row["line"].clone()))
            .collect::<Vec<_>>()
    };
    let line = twice
        .split("id: \"KH27\"")
        .take(2)
        .collect::<String>()
        .matches('\n')
        .count()
        + 1;
    assert_eq!(told(&place), [("doubled-track".into(), line.into())]);
    assert_eq!(fs::read_to_string(&path).unwrap(), twice, "untouched");
    let floor = "(track: \"KH27\", year: 2022, class: Kind(\"cell\"), least: 1)";
    let floors = format!("    floors: [\n{floor},\n{floor},\n],\n    tracks: [");
    let more = text.replacen("    tracks: [", &floors, 1);
    fs::write(&path, more.replace("2022-11-27", "0022-11-27")).unwrap();
    let line = more
        .split(floor)
        .take(2)
        .collect::<String>()
        .matches('\n')
        .count()
        + 1;
    let day = text[..text.find("today:").unwrap()].matches('\n').count() + 1 + 4;
    let told = told(&place);
    assert!(
        told.contains(&("doubled-floor".into(), line.into())),
        "{told:?}"
    );
    assert!(
        told.contains(&("invalid-value".into(), day.into())),
        "{told:?}"
    );
}

#[test]
fn every_look_that_is_drawn_has_its_row_in_the_programs_theme_and_no_row_is_idle() {
    let config = Config::load(None, None);
    let rows: Vec<&str> = config.theme.rows().iter().map(|row| &*row.id).collect();
    let looks: Vec<&str> = Look::ALL.iter().map(|look| look.id()).collect();
    assert_eq!(looks, rows);
}

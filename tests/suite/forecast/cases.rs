//! Worked cases of the forecast: a file, a pace and a day, and what comes of them.

use super::{cell, city, counted, made, paced};
use crate::agenda::{person, rules};
use crate::world::{code, day, unit_id};
use chrono::{Datelike, NaiveDate};
use ketnap::config::Config;
use ketnap::model::{
    Answer, Book, Candidate, CandidateId, Counting, Extended, Guide, GuideKind, Letter,
    MemberCount, Paper, PaperState, Place, Relation, Step, Unit, Vote,
};
use ketnap::rules::{Class, Line, Outlook, Rules, Why};
use ketnap::text::Lang;

const CASES: &str = include_str!("../../fixtures/forecast.csv");

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn paper(form: &str, days: &str) -> Paper {
    let mut days = days.split('/').map(date);
    Paper {
        on: days.next().map(Into::into),
        received: days.next(),
        ..Paper::new(code(form), PaperState::Valid)
    }
}

fn letter(received: NaiveDate, result: Option<Answer>) -> Letter {
    Letter {
        sent: Some(received),
        received: Some(received),
        answered: result.map(|_| received),
        result,
        ..Letter::new(Relation::Father, "Đảng ủy xã Mẫu".into())
    }
}

/// Puts a fact of a case, as `born=2005-02-10`, into the file or the cell.
fn put(fact: &str, person: &mut Candidate, cell: &mut Unit) {
    let (word, value) = fact.split_once('=').unwrap();
    let since = person.steps[0].on;
    match word {
        "vote" => person
            .votes
            .push(Vote::new(code("cell"), date(value), 9, 9, 9, 0)),
        "rest" => {
            let mut days = value.split('/').map(date);
            let here = person.steps[0].to.clone();
            let places = [Place::Paused, here];
            let steps = days.by_ref().zip(places);
            person
                .steps
                .extend(steps.map(|(on, to)| Step::plain(on, to)));
        }
        "exit" => {
            let to = Place::Exit(code("withdrawn"));
            person.steps.push(Step::plain(date(value), to));
        }
        "extended" => person.extensions.push(Extended {
            limit: code("decision"),
            on: date(value),
            reason: None,
        }),
        "letter" => person.letters.push(letter(date(value), None)),
        "answer" => person.letters.push(letter(since, Some(Answer::No))),
        "born" => person.born = Some(date(value).into()),
        "together" => person.introducers.push(Guide {
            together: Some(date(value)),
            ..Guide::new("Đảng viên Mẫu".into(), GuideKind::Member)
        }),
        "full" => cell.members.push(MemberCount {
            on: day(2022, 1, 1),
            members: value.parse().unwrap(),
            full: value.parse().ok(),
            source: None,
        }),
        form => person.papers.push(paper(form, value)),
    }
}

fn word(rules: &Rules, today: NaiveDate, why: Why) -> String {
    let set = rules.on(today);
    let limit = |word: &str, at: usize| format!("{word} {}", set.limits[at].id);
    let rule = |word: &str, at: usize| format!("{word} {}", set.criteria[at].id);
    match why {
        Why::Admitted => "admitted".into(),
        Why::Apart => "apart".into(),
        Why::Earlier => "earlier".into(),
        Why::Pace => "pace".into(),
        Why::Unknown(at) => format!("unknown {}", rules.procedure.stages[at].id),
        Why::Stalled => "stalled".into(),
        Why::Missed(at) => limit("missed", at),
        Why::Consent(at) => limit("consent", at),
        Why::Expires(at) => limit("expires", at),
        Why::Expired(at) => limit("expired", at),
        Why::Waits(at) => limit("waits", at),
        Why::NotBefore(at) => rule("not-before", at),
        Why::NotAfter(at) => rule("not-after", at),
        Why::Bars(at) => rule("bars", at),
        Why::Paused => "paused".into(),
        Why::Lost => "lost".into(),
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Done => "done",
        Class::OnTrack => "on-track",
        Class::Tight => "tight",
        Class::NotThisYear => "not-this-year",
        Class::Closed => "closed",
    }
}

/// A case, what it wants, and what was found.
struct Case {
    id: String,
    today: NaiveDate,
    wanted: Vec<String>,
    outlook: Outlook,
}

fn worked(rules: &Rules, fields: &[&str]) -> Case {
    let [
        id,
        today,
        at,
        counting,
        stage,
        since,
        file,
        pace,
        deadline,
        wanted @ ..,
        reason,
    ] = fields
    else {
        panic!("{fields:?}");
    };
    assert!(!reason.is_empty());
    let counting = match *counting {
        "decision" => Counting::Decision,
        _ => Counting::Ceremony,
    };
    let (today, since) = (date(today), date(since));
    let mut units = city();
    paced(rules, &mut units, at, pace);
    let mut here = person(1, &[(stage, (since.year(), since.month(), since.day()))]);
    let facts = file.split_whitespace();
    facts.for_each(|fact| put(fact, &mut here, cell(&mut units, at)));
    cell(&mut units, at).candidates.push(here);
    let book = Book::new(counted(counting), units, Vec::new());
    let deadline = (!deadline.is_empty()).then(|| date(deadline));
    let (_, forecast) = made(&book, rules, today, deadline);
    let line = Line::find(&book, &unit_id(at), &CandidateId::new("mau-01").unwrap()).unwrap();
    Case {
        id: (*id).to_owned(),
        today,
        wanted: wanted.iter().map(|field| (*field).to_owned()).collect(),
        outlook: forecast.of(line).unwrap(),
    }
}

fn cases(rules: &Rules) -> Vec<Case> {
    let mut rows = csv::Reader::from_reader(CASES.as_bytes());
    let rows = rows.records().map(|row| row.unwrap());
    rows.map(|row| worked(rules, &row.iter().collect::<Vec<_>>()))
        .collect()
}

#[test]
fn every_worked_case_comes_out() {
    let rules = rules();
    let cases = cases(&rules);
    let mut faults = Vec::new();
    for case in &cases {
        let outlook = case.outlook;
        let show = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        let found = [
            class(outlook.class).to_owned(),
            word(&rules, case.today, outlook.why),
            rules.procedure.stages[outlook.stage].id.to_string(),
            show(outlook.by),
            show(outlook.expected),
        ];
        if case.wanted != found {
            faults.push(format!("{}: {found:?}, not {:?}", case.id, case.wanted));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(cases.len() >= 40);
    for class in Class::ALL {
        let seen = cases.iter().filter(|case| case.outlook.class == class);
        assert!(seen.count() >= 2, "{class:?}");
    }
}

#[test]
fn an_outlook_is_told_in_a_sentence() {
    let rules = rules();
    let cases = cases(&rules);
    let told = |lang| {
        let texts = Config::load(None, Some(lang)).texts;
        let say = |case: &Case| {
            let text = texts.say(&case.outlook.say(&rules, case.today));
            assert!(!text.contains('{'), "{text}");
            format!("{}: {text}", case.id)
        };
        cases.iter().map(say).collect::<Vec<_>>()
    };
    let english = told(Lang::En);
    insta::assert_snapshot!(english.join("\n"), @r"
        held: admitted on 20/11/2022
        held-last-year: does not count for this year
        decided: admitted on 20/11/2022
        decided-not-held: in time at the usual pace, admission expected on 30/11/2022; leave the step Ceremony by 31/12/2022
        limit-before-the-year: in time at the usual pace, admission expected on 08/12/2022; leave the step Ceremony by 20/12/2022; Ceremony: after that day report, consent from above
        consent-at-the-usual-pace: in time only if nothing slips; leave the step Ceremony by 20/12/2022; late at the usual pace (Ceremony): report, consent from above
        consent-owed: in time only if nothing slips; leave the step Ceremony by 31/12/2022; missed (Ceremony): report, consent from above
        left-by-the-usual-day: in time at the usual pace, admission expected on 21/12/2022; leave the step Decision above by 21/12/2022
        a-day-too-slow: in time only if nothing slips; leave the step Decision above by 10/12/2022; at the usual pace it takes until 01/01/2023
        too-slow-at-the-quickest: not in time: the step Grassroots committee considers had to be left by 26/11/2022; even if every step is as quick as ever
        at-rest: at rest; if taken up again, the step Decision above must be left by 21/12/2022
        rest-over: in time at the usual pace, admission expected on 21/12/2022; leave the step Decision above by 21/12/2022
        withdrawn: does not count for this year
        limits-tell-the-pace: in time at the usual pace, admission expected on 28/11/2022; leave the step Decision above by 20/11/2022
        limits-are-too-long: in time only if nothing slips; leave the step Decision above by 31/12/2022; at the usual pace it takes until 10/01/2023
        nobody-knows: not enough is known to tell; how long the step Cell considers usually takes is not known
        cell-by-files-rest-by-limits: in time at the usual pace, admission expected on 27/10/2022; leave the step Cell considers by 24/08/2022
        dossier-ends-first: in time at the usual pace, admission expected on 01/11/2022; leave the step Cell considers by 10/08/2022; Dossier valid: after that day redo introduction and union resolution; supplement opinions and verification
        dossier-ends-too-early: in time only if nothing slips; leave the step Cell considers by 20/06/2022; Dossier valid: after that day redo introduction and union resolution; supplement opinions and verification
        dossier-is-over: in time only if nothing slips; leave the step Dossier by 26/12/2022; Dossier valid: over, or over before it can be used; redo introduction and union resolution; supplement opinions and verification
        dossier-is-over-too-late: not in time: the step Dossier had to be left by 31/12/2022; Dossier valid: over, or over before it can be used; redo introduction and union resolution; supplement opinions and verification
        certificate-is-over: in time only if nothing slips; leave the step Course by 31/12/2022; Certificate valid: over, or over before it can be used; course again
        decision-overdue: in time only if nothing slips; leave the step Grassroots committee considers by 21/12/2022; missed (Decision to admit): report up
        decision-extended: in time at the usual pace, admission expected on 20/11/2022; leave the step Grassroots committee considers by 21/12/2022
        letter-overdue: in time only if nothing slips; leave the step CV verification by 21/12/2022; missed (Answer to a verification letter): chase the place asked
        letter-says-no: in time only if nothing slips; leave the step CV verification by 21/12/2022; held by a condition: every letter of verification answered
        too-young: not in time: the step Cell considers not before 01/02/2023; held by a condition: completed 18 when the cell votes
        too-old: in time only if nothing slips; leave the step Cell considers by 16/12/2022; held by a condition: at most 60 when the cell votes; beyond, written consent of the provincial standing committee
        too-few-members: in time only if nothing slips; leave the step Cell considers by 16/12/2022; held by a condition: the cell has at least 3 full members
        not-yet-together: not in time: the step Introductions, opinions not before 01/06/2023; held by a condition: the member who introduces has worked or lived with the person for at least 12 months
        stalled: in time only if nothing slips; leave the step Source by 21/11/2022; in this step longer than almost every file of the book was
        committee-is-quicker: in time at the usual pace, admission expected on 21/12/2022; leave the step Decision above by 21/12/2022
        two-are-not-enough: in time only if nothing slips; leave the step Decision above by 21/12/2022; at the usual pace it takes until 20/01/2023
        earlier-deadline: in time only if nothing slips; leave the step Decision above by 05/12/2022; at the usual pace it takes until 21/12/2022
        admitted-after-the-deadline: admitted on 20/11/2022, after the deadline
        deadline-is-over: not in time: the step Ceremony had to be left by 30/06/2022; even if every step is as quick as ever
        direct-in-time: in time at the usual pace, admission expected on 25/11/2025; leave the step Cell considers by 17/09/2025
        direct-too-slow: in time only if nothing slips; leave the step Cell considers by 31/12/2025; at the usual pace it takes until 19/01/2026
        off-the-route: in time at the usual pace, admission expected on 11/10/2025; leave the step Grassroots committee considers by 11/12/2025
        ward-is-the-base: in time at the usual pace, admission expected on 30/11/2026; leave the step Ceremony by 23/12/2026; Ceremony: after that day report, consent from above
        counted-by-decision: in time at the usual pace, admission expected on 11/12/2022; leave the step Decision above by 31/12/2022
        ");
    let shown = [
        "held:",
        "limit-before",
        "consent-at",
        "a-day",
        "too-young",
        "stalled",
    ];
    let mut vietnamese = told(Lang::Vi);
    vietnamese.retain(|text| shown.iter().any(|id| text.starts_with(id)));
    insta::assert_snapshot!(vietnamese.join("\n"), @r"
        held: đã kết nạp ngày 20/11/2022
        limit-before-the-year: kịp theo tiến độ thường thấy, dự kiến kết nạp 08/12/2022; bước Lễ kết nạp xong chậm nhất 20/12/2022; Tổ chức lễ kết nạp: sau ngày đó phải báo cáo, xin ý kiến cấp trên
        consent-at-the-usual-pace: chỉ kịp nếu không bước nào chậm thêm; bước Lễ kết nạp xong chậm nhất 20/12/2022; theo tiến độ thường thấy sẽ quá hạn (Tổ chức lễ kết nạp): báo cáo, xin ý kiến cấp trên
        a-day-too-slow: chỉ kịp nếu không bước nào chậm thêm; bước Cấp có thẩm quyền quyết định xong chậm nhất 10/12/2022; theo tiến độ thường thấy phải đến 01/01/2023
        too-young: không kịp: bước Chi bộ xét sớm nhất 01/02/2023; vướng điều kiện: đủ 18 tuổi khi chi bộ xét
        stalled: chỉ kịp nếu không bước nào chậm thêm; bước Nguồn xong chậm nhất 21/11/2022; đã ở bước này lâu hơn hầu hết hồ sơ trong sổ
        ");
}

//! The table of the gates under 24-QĐ/TW: what each stage owes, and what is put in against it.

use super::{Day, on};
use crate::world::{code, day};
use ketnap::model::{
    Answer, Guide, GuideKind, Letter, Paper, PaperState, Relation, ScalarField, Vote,
};
use ketnap::rules::Item;

/// Something put into a file through the program's own changes, or another day for the step.
#[derive(Clone)]
pub(crate) enum Put {
    Helper,
    Row(Item),
    Over(usize, Item),
    Typed(ScalarField, &'static str),
    Day(Day),
}

use Put::{Helper, Over, Row, Typed};

pub(crate) fn paper(form: &str, state: PaperState, date: Day) -> Item {
    Item::Paper(Paper {
        on: Some(on(date).into()),
        ..Paper::new(code(form), state)
    })
}

pub(crate) fn valid(form: &str, date: Day) -> Put {
    Row(paper(form, PaperState::Valid, date))
}

/// The decision, with the day it reached the cell.
fn received(date: Day, reached: Day) -> Item {
    let Item::Paper(paper) = paper("9-KND", PaperState::Valid, date) else {
        unreachable!()
    };
    Item::Paper(Paper {
        received: Some(on(reached)),
        ..paper
    })
}

pub(crate) fn vote(stage: &str, body: &str, date: Day, (agree, n): (u32, u32)) -> Put {
    Row(Item::Vote(Vote {
        body: Some(code(body)),
        ..Vote::new(code(stage), on(date), n, n, agree, n - agree)
    }))
}

fn letter(answered: Option<Day>, result: Option<Answer>) -> Item {
    Item::Letter(Letter {
        sent: Some(day(2022, 9, 12)),
        received: Some(day(2022, 9, 14)),
        answered: answered.map(on),
        result,
        ..Letter::new(Relation::Father, "Đảng ủy xã Mẫu".into())
    })
}

fn introducer(together: Day) -> Item {
    Item::Introducer(Guide {
        together: Some(on(together)),
        ..Guide::new("Đảng viên Mẫu".into(), GuideKind::Member)
    })
}

/// One stage: when the step is tried, what lies in the file, what is owed then, and what is put in,
/// each with the sentence that it does away with and the one that comes in its place.
pub(super) struct Gate {
    pub(super) stage: &'static str,
    pub(super) since: Day,
    pub(super) tried: Day,
    pub(super) given: Vec<Put>,
    pub(super) owes: Vec<&'static str>,
    pub(super) mends: Vec<(Put, &'static str, &'static str)>,
}

pub(crate) const RESOLUTION: &str = "6-KNĐ nghị quyết của chi bộ đề nghị kết nạp";
pub(crate) const DIPLOMA: &str = "có bằng tốt nghiệp trung học cơ sở";
pub(crate) const FIRST: &str = "3-KNĐ giấy giới thiệu người vào Đảng (của đảng viên chính thức)";
pub(crate) const SECOND: &str =
    "3-KNĐ người giới thiệu thứ hai, hoặc 4-KNĐ của Đoàn Thanh niên, hoặc 4A-KNĐ của Công đoàn";
pub(crate) const UNION: &str =
    "trong tuổi đoàn, nơi có tổ chức đoàn: cần nghị quyết giới thiệu 4-KNĐ";
pub(crate) const TOGETHER: &str = "đảng viên giới thiệu cùng công tác hoặc cư trú ít nhất 12 tháng";
pub(crate) const WAITS: &str =
    "công văn thẩm tra Đảng ủy xã Mẫu (bố đẻ) gửi 12/09/2022 chưa trả lời";
pub(crate) const NO_RESULT: &str =
    "công văn thẩm tra Đảng ủy xã Mẫu (bố đẻ) trả lời 10/10/2022, chưa ghi kết quả";
pub(crate) const CELL_OPEN: &str = "chi bộ chưa biểu quyết, cần ≥ 8/11";
pub(crate) const COMMITTEE_OPEN: &str = "đảng ủy cơ sở chưa biểu quyết";
pub(crate) const STANDING_OPEN: &str = "ban thường vụ chưa biểu quyết";
// 30 working days from 10/1/2023; 20, 23 and 24 January are those of Tết.
pub(crate) const LATE: &str = "Tổ chức lễ kết nạp quá hạn 28/02/2023: báo cáo, xin ý kiến cấp trên";

pub(super) fn at_the_source() -> Gate {
    let helper = "có đảng viên giúp đỡ";
    Gate {
        stage: "source",
        since: (2021, 8, 2),
        tried: (2021, 9, 1),
        given: Vec::new(),
        owes: vec![helper],
        mends: vec![(Helper, helper, "")],
    }
}

pub(super) fn at_the_course() -> Gate {
    let certificate = "CN-NTVĐ giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng";
    Gate {
        stage: "course",
        since: (2021, 9, 1),
        tried: (2021, 12, 1),
        given: Vec::new(),
        owes: vec![certificate],
        mends: vec![(valid("CN-NTVD", (2021, 11, 20)), certificate, "")],
    }
}

pub(super) fn at_the_dossier() -> Gate {
    let (application, cv) = (
        "1-KNĐ đơn xin vào Đảng",
        "2-KNĐ lý lịch của người xin vào Đảng",
    );
    let drafted = paper("1-KND", PaperState::Drafted, (2022, 8, 1));
    let written = paper("1-KND", PaperState::Valid, (2022, 8, 10));
    Gate {
        stage: "dossier",
        since: (2021, 12, 1),
        tried: (2022, 9, 1),
        given: Vec::new(),
        owes: vec![application, cv],
        mends: vec![
            (
                Row(drafted),
                application,
                "1-KNĐ đơn xin vào Đảng (đang soạn)",
            ),
            (valid("2-KND", (2022, 8, 15)), cv, ""),
            (Over(1, written), "1-KNĐ đơn xin vào Đảng (đang soạn)", ""),
        ],
    }
}

pub(super) fn at_verification() -> Gate {
    let more = "công văn thẩm tra Đảng ủy xã Mẫu (bố đẻ): phải hỏi thêm";
    let against = "công văn thẩm tra Đảng ủy xã Mẫu (bố đẻ): có vấn đề cần xem xét";
    let certified = "2-KNĐ (thẩm tra) kết quả thẩm tra được cấp ủy chứng nhận trong 2-KNĐ";
    let answered = |result| Over(0, letter(Some((2022, 10, 10)), result));
    Gate {
        stage: "verification",
        since: (2022, 9, 1),
        tried: (2022, 10, 20),
        given: vec![Row(letter(None, None))],
        owes: vec![certified, WAITS],
        mends: vec![
            (answered(None), WAITS, NO_RESULT),
            (answered(Some(Answer::More)), NO_RESULT, more),
            (answered(Some(Answer::No)), more, against),
            (answered(Some(Answer::Yes)), against, ""),
            (valid("2-KND-TT", (2022, 10, 18)), certified, ""),
        ],
    }
}

pub(super) fn at_the_opinions() -> Gate {
    let name = "tên đảng viên giới thiệu";
    let summary = "5-KNĐ tổng hợp ý kiến nhận xét người xin vào Đảng";
    Gate {
        stage: "opinions",
        since: (2022, 10, 20),
        tried: (2022, 11, 10),
        given: vec![Typed(ScalarField::YouthUnion, "có")],
        owes: vec![summary, UNION, FIRST],
        mends: vec![
            (valid("3-KND", (2022, 11, 1)), FIRST, SECOND),
            (valid("3-KND", (2022, 11, 2)), SECOND, name),
            (Row(introducer((2021, 11, 11))), name, TOGETHER),
            (Over(0, introducer((2021, 11, 10))), TOGETHER, ""),
            (valid("4-KND", (2022, 11, 3)), UNION, ""),
            (valid("5-KND", (2022, 11, 8)), summary, ""),
        ],
    }
}

pub(super) fn at_the_cell() -> Gate {
    let refused = "chi bộ biểu quyết 02/12/2022 được 7/11, cần 8";
    Gate {
        stage: "cell",
        since: (2022, 11, 10),
        tried: (2022, 12, 5),
        given: Vec::new(),
        owes: vec![RESOLUTION, "ngày sinh", DIPLOMA, CELL_OPEN],
        mends: vec![
            (
                Typed(ScalarField::Born, "15/1/2005"),
                "ngày sinh",
                "đủ 18 tuổi khi chi bộ xét",
            ),
            // The month of the eighteenth birthday counts.
            (
                Typed(ScalarField::Born, "15/12/2004"),
                "đủ 18 tuổi khi chi bộ xét",
                "",
            ),
            (Typed(ScalarField::Schooling, "8/12"), DIPLOMA, DIPLOMA),
            (Typed(ScalarField::Schooling, "9/12"), DIPLOMA, ""),
            (
                vote("cell", "cell", (2022, 12, 2), (7, 11)),
                CELL_OPEN,
                refused,
            ),
            (vote("cell", "cell", (2022, 12, 5), (8, 11)), refused, ""),
            (valid("6-KND", (2022, 12, 5)), RESOLUTION, ""),
        ],
    }
}

pub(super) fn at_the_grassroots_committee() -> Gate {
    let resolution = "8-KNĐ nghị quyết của đảng ủy cơ sở đề nghị kết nạp";
    let refused = "đảng ủy cơ sở biểu quyết 15/12/2022 được 9/15, cần 10";
    let voted = |date, votes| vote("grassroots", "grassroots", date, votes);
    Gate {
        stage: "grassroots",
        since: (2022, 12, 5),
        tried: (2022, 12, 20),
        given: Vec::new(),
        owes: vec![resolution, COMMITTEE_OPEN],
        mends: vec![
            (voted((2022, 12, 15), (9, 15)), COMMITTEE_OPEN, refused),
            (voted((2022, 12, 19), (10, 15)), refused, ""),
            (valid("8-KND", (2022, 12, 19)), resolution, ""),
        ],
    }
}

pub(super) fn at_the_decision() -> Gate {
    let decision = "9-KNĐ quyết định kết nạp đảng viên";
    let refused = "ban thường vụ biểu quyết 05/01/2023 được 4/8, cần 5";
    let voted = |date, votes| vote("decision", "standing", date, votes);
    Gate {
        stage: "decision",
        since: (2022, 12, 20),
        tried: (2023, 1, 10),
        given: Vec::new(),
        owes: vec![decision, STANDING_OPEN],
        mends: vec![
            (voted((2023, 1, 5), (4, 8)), STANDING_OPEN, refused),
            (voted((2023, 1, 9), (5, 9)), refused, ""),
            (valid("9-KND", (2023, 1, 10)), decision, ""),
        ],
    }
}

pub(super) fn at_the_ceremony() -> Gate {
    let place = decision_place();
    let reached = "đã ghi ngày nhận quyết định";
    Gate {
        stage: "ceremony",
        since: (2023, 1, 10),
        tried: (2023, 3, 15),
        given: Vec::new(),
        owes: vec![reached, LATE],
        mends: vec![
            (Put::Day((2023, 2, 3)), LATE, ""),
            (
                Over(place, received((2023, 1, 10), (2023, 1, 16))),
                reached,
                "",
            ),
        ],
    }
}

pub(super) fn in_probation() -> Gate {
    let course = "CN-ĐVM giấy chứng nhận học lớp bồi dưỡng đảng viên mới";
    let wait = "Thời gian dự bị đến 03/02/2024";
    Gate {
        stage: "probation",
        since: (2023, 2, 3),
        tried: (2024, 2, 2),
        given: Vec::new(),
        owes: vec![course, wait],
        mends: vec![
            (Put::Day((2024, 2, 3)), wait, ""),
            (valid("CN-DVM", (2023, 9, 20)), course, ""),
        ],
    }
}

pub(super) fn at_recognition() -> Gate {
    let voted = |body, votes| vote("recognition", body, (2024, 3, 1), votes);
    let written = |form| valid(form, (2024, 3, 1));
    Gate {
        stage: "recognition",
        since: (2024, 2, 3),
        tried: (2024, 3, 20),
        given: Vec::new(),
        owes: vec![
            "10-KNĐ bản tự kiểm điểm",
            "11-KNĐ bản nhận xét đảng viên dự bị của đảng viên giúp đỡ",
            "12-KNĐ tổng hợp ý kiến nhận xét đảng viên dự bị",
            "13-KNĐ nghị quyết của chi bộ đề nghị công nhận đảng viên chính thức",
            "15-KNĐ nghị quyết của đảng ủy cơ sở đề nghị công nhận đảng viên chính thức",
            "16-KNĐ quyết định công nhận đảng viên chính thức",
            CELL_OPEN,
            COMMITTEE_OPEN,
            STANDING_OPEN,
        ],
        mends: vec![
            (written("10-KND"), "10-KNĐ bản tự kiểm điểm", ""),
            (
                written("11-KND"),
                "11-KNĐ bản nhận xét đảng viên dự bị của đảng viên giúp đỡ",
                "",
            ),
            (
                written("12-KND"),
                "12-KNĐ tổng hợp ý kiến nhận xét đảng viên dự bị",
                "",
            ),
            (voted("recognition-cell", (8, 11)), CELL_OPEN, ""),
            (
                written("13-KND"),
                "13-KNĐ nghị quyết của chi bộ đề nghị công nhận đảng viên chính thức",
                "",
            ),
            (
                voted("recognition-grassroots", (10, 15)),
                COMMITTEE_OPEN,
                "",
            ),
            (
                written("15-KND"),
                "15-KNĐ nghị quyết của đảng ủy cơ sở đề nghị công nhận đảng viên chính thức",
                "",
            ),
            (voted("recognition-standing", (5, 9)), STANDING_OPEN, ""),
            (
                written("16-KND"),
                "16-KNĐ quyết định công nhận đảng viên chính thức",
                "",
            ),
        ],
    }
}

pub(super) fn all() -> Vec<Gate> {
    vec![
        at_the_source(),
        at_the_course(),
        at_the_dossier(),
        at_verification(),
        at_the_opinions(),
        at_the_cell(),
        at_the_grassroots_committee(),
        at_the_decision(),
        at_the_ceremony(),
        in_probation(),
        at_recognition(),
    ]
}

/// The place of the decision among the papers of the whole way.
fn decision_place() -> usize {
    let is_paper = |put: &&Put| matches!(put, Row(Item::Paper(_)));
    let before = [
        at_the_course(),
        at_the_dossier(),
        at_verification(),
        at_the_opinions(),
        at_the_cell(),
        at_the_grassroots_committee(),
    ];
    let puts = before.iter().flat_map(|gate| &gate.mends);
    puts.filter(|(put, ..)| is_paper(&put)).count()
}

"""What counts and what does not: each line a trap in which other helpdesks' numbers are caught."""

from zoneinfo import ZoneInfo

from regulars.reports.tests.telling import MONDAY, NOOR, TOMAS, at, read, story, then, they, values_of, we


def test_a_first_reply_is_a_persons_and_public_and_the_assistant_does_not_shorten_it():
    told = story(
        they(0), we(1, agent=None), then(1, "answered"), then(3, "handed_over"), we(40), they(50), we(65, TOMAS)
    )
    assert read(told, "first_reply") == [40]
    assert read(told, "time_to_person") == [37]
    assert read(told, "next_reply") == [15]
    assert [each.agent for each in values_of(told) if each.kind == "next_reply"] == [TOMAS]


def test_several_letters_count_from_the_first_and_what_nobody_answered_is_not_there():
    assert read(story(they(0), they(5), they(9), we(10), we(12), they(20)), "first_reply") == [10]
    assert read(story(they(0), they(5)), "first_reply") == []


def test_what_we_begin_counts_from_their_first_letter_and_is_not_among_what_customers_began():
    told = story(we(0), they(100), we(130))
    assert (read(told, "first_reply"), read(told, "begun"), read(told, "begun_by_us")) == ([30], [], [1])
    assert read(story(we(0), they(100), we(130), they(140), we(145)), "next_reply") == [5]


def test_what_machines_send_is_in_the_backlog_and_in_no_other_number():
    told = story(then(30, "resolved"), is_open=False, is_of_machines=True)
    assert [(each.kind, each.at) for each in values_of(told)] == [("came_in", MONDAY), ("went_out", at(30))]


def test_settling_ends_a_wait_and_coming_back_begins_another():
    told = story(they(0), we(10), they(20), then(30, "resolved"), they(500), then(500, "reopened", None), we(520))
    assert (read(told, "first_reply"), read(told, "next_reply")) == ([10], [20])


def test_a_resolution_is_the_last_one_from_the_beginning_and_time_put_away_is_not_open_time():
    told = story(
        they(0), we(10), then(20, "resolved"), they(50), then(50, "reopened", None), we(60), then(70, "snoozed"),
        then(170, "woken"), then(190, "resolved"), is_open=False,
    )  # fmt: skip
    assert (read(told, "first_resolution"), read(told, "resolution")) == ([20], [190])
    assert read(told, "open_time") == [20 * 60 + 20 * 60 + 20 * 60]
    assert (read(told, "reopened"), read(told, "solved_at_once")) == ([1], [0])
    assert (sum(read(told, "came_in")), sum(read(told, "went_out"))) == (2, 2)


def test_thanks_that_are_settled_without_a_word_do_not_count_as_reopened():
    told = story(
        they(0), we(10), then(11, "resolved"), they(30), then(30, "reopened", None), then(31, "resolved"), is_open=False
    )
    assert (read(told, "reopened"), read(told, "solved_at_once")) == ([0], [1])
    assert read(story(they(0), we(10), then(11, "resolved"), they(30), then(30, "reopened", None)), "reopened") == [1]


def test_it_was_not_solved_at_once_when_the_customer_came_again_within_a_week():
    parts = (they(0), we(10), then(11, "resolved"))
    assert read(story(*parts, is_open=False, came_again_at=(at(6 * 24 * 60),)), "solved_at_once") == [0]
    assert read(story(*parts, is_open=False, came_again_at=(at(8 * 24 * 60),)), "solved_at_once") == [1]


def test_the_assistant_solved_what_no_person_answered_and_what_is_open_is_not_judged_yet():
    answered = (they(0), we(1, agent=None), then(1, "answered"))
    assert read(story(*answered), "assistant_solved") == []
    assert read(story(*answered, then(60, "resolved", None), is_open=False), "assistant_solved") == [1]
    assert read(story(*answered, we(30), then(60, "resolved"), is_open=False), "assistant_solved") == [0]
    assert read(story(*answered, then(60, "resolved", None), is_open=False), "solved_at_once") == []


def test_what_was_split_off_begins_then():
    told = story(they(0), we(5), we(45), began_at=at(30))
    assert (read(told, "first_reply"), [each.at for each in values_of(told) if each.kind == "begun"]) == (
        [15],
        [at(30)],
    )


def test_it_ends_as_it_stands_also_where_nobody_wrote_down_how():
    told = story(they(0), we(10), is_open=False)
    assert (read(told, "went_out"), read(told, "without_reply")) == ([1], [0])
    told = story(they(0), then(5, "resolved", NOOR), we(9))
    assert sum(read(told, "came_in")) - sum(read(told, "went_out")) == 1
    assert read(told, "without_reply") == [1]


def test_answers_are_counted_on_the_days_of_the_house():
    told = story(they(0), we(8 * 60 - 30), we(24 * 60 - 30))  # in Honolulu the 2nd of March until 10:00 UTC of the 3rd
    of_agent = [each.value for each in values_of(told) if each.kind == "answers"]
    there = [each.value for each in values_of(told, zone=ZoneInfo("Pacific/Honolulu")) if each.kind == "answers"]
    assert (of_agent, there) == ([1, 1], [2])


def test_handling_is_what_all_of_them_took_once_it_is_settled_and_each_has_their_part():
    spent = ((NOOR, 90.4), (TOMAS, 0.2), (7, 30.0))
    told = story(they(0), we(10), then(20, "resolved", TOMAS), is_open=False, spent=spent)
    assert [(each.value, each.agent, each.at) for each in values_of(told) if each.kind == "handled"] == [
        (120, TOMAS, at(20))
    ]
    assert [(each.value, each.agent) for each in values_of(told) if each.kind == "handled_by"] == [(90, NOOR), (30, 7)]
    assert read(story(they(0), we(10), spent=spent), "handled") == []
    of_the_assistant = story(they(0), we(1, agent=None), then(9, "resolved", None), is_open=False)
    assert read(of_the_assistant, "handled") == []

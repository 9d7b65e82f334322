"""What real threads are full of: small words that settle, mail in trackers, remedies that fail, forms to fill in."""

from __future__ import annotations

import pytest

from listening.answers.asking import seeks_answer
from listening.answers.corpus import LABELS, WHO, follow_ups
from listening.answers.filtering import decision_of
from listening.answers.hearing import asker_by_rules
from listening.answers.ours import ours_by_rules
from listening.answers.rules.loosely import rule
from listening.answers.theirs import theirs_by_rules
from listening.answers.wanting import wanted
from tests.listening.answers.cases import asked, outcome, said

DEFECT = "The export hangs at 30 % since the last release."
LONG = (
    "What decides it is the freshness of the beans: they give off gas for weeks after they were roasted, and that gas "
    "is what makes the foam. Grind right before, and use beans of the last three weeks."
)


@pytest.mark.parametrize(
    ("question", "line", "rule_name"),
    [
        ("When's Beta 6 out?", "I hope to publish next month, I'm away until then.", "own_date"),
        ("When is the next release planned for?", "Hi, the next one should probably be out by tomorrow.", "own_date"),
        ("Is it still maintained?", "It is, yes. Nobody asked for anything lately. What's wrong?", "own_yes_no"),
        ("Can I filter that way?", "We're afraid there's no way to filter, but we'll pass it on.", None),
        ("Who can I contact about a booking?", "You'd need to contact our sales team on 0344 556 5650.", "own_contact"),
        ("Are the updates broken?", "thanks. problem found and fixed", "done"),
        ("It can't be found.", "It's not building in the preview. Probably best to use the stable for now.", None),
    ],
)
def test_it_takes_what_can_be_acted_on_for_our_answer(question: str, line: str, rule_name: str | None) -> None:
    judged = ours_by_rules(line, wanted(question))
    assert judged.meaning == "substantive"
    assert rule_name in (None, judged.rule)


@pytest.mark.parametrize(
    "line",
    ["PRs welcome!", "We'll look into it tomorrow.", "We will check it next week.", "Welcome to the forum!"],
)
def test_it_takes_courtesies_with_a_date_for_none(line: str) -> None:
    assert ours_by_rules(line, wanted("When will the export be fixed?")).meaning != "substantive"


def test_it_overlooks_help_that_is_only_offered_beyond_the_answer() -> None:
    line = "The project is maintained, fixes will come. If you need more help, best write me a mail directly."
    assert ours_by_rules(line, wanted("Could you confirm that it is maintained?")).meaning == "substantive"


def test_it_overlooks_the_line_by_which_mail_quotes() -> None:
    line = "Oh Dima\n\nOn Tue, Dec 4, 2018 at 5:00 PM Ann Lee <notifications@tracker.example>\nwrote:"
    assert theirs_by_rules(line, wanted("Is it maintained since 2018?")).meaning != "substantive"


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("upgraded just now and it's fine. sorry for the trouble.", "works_now"),
        ("解决了。 solved.", "works_now"),
        ("多谢多谢", "thanks"),
        ("gelöst, lag am Proxy", "works_now"),
        ("Sorry, my file manager was broken. Ok after chmod.", "works_now"),
        ("but i cant see it. i only see the itinerary", "did_not_help"),
        ("Need further assistance, thanks in advance!", "asks_again"),
        ("I don't want a form to fill out that no one reads.", "did_not_help"),
    ],
)
def test_it_hears_what_askers_say_in_passing(line: str, last: str) -> None:
    assert asker_by_rules(line).last == last


def test_it_reads_words_without_their_apostrophe_but_no_others() -> None:
    loose = rule("flag", "name", "i|we ?we're can't|don't|we'll see")
    text = "".join(map(str, loose.phrases[0].pieces))
    assert "'cant'" in text
    assert "'dont'" in text
    assert "'were'" not in text
    assert "'well'" not in text


def test_it_reopens_if_a_remedy_was_proposed_as_a_question_and_failed() -> None:
    proposed = said("r", "bob", "Could you try with the latest build? I changed the user in it.")
    failed = said("t", "alice", "I still have the same issue with it, permission denied.", parent="r", minutes=60)
    assert outcome(asked(DEFECT), proposed, failed) == ("reopened", "t")


def test_it_is_our_turn_if_he_was_only_asked() -> None:
    back = said("r", "bob", "Which browser is that, and is anything in the console?")
    told = said("t", "alice", "Firefox. I keep getting the same error on every export.", parent="r", minutes=60)
    assert outcome(asked(DEFECT), back, told) == ("unanswered", "")


@pytest.mark.parametrize("line", ["Sent and thank you", "Just DM'd you with a screenshot."])
def test_it_is_our_turn_once_he_has_sent_what_was_asked(line: str) -> None:
    back = said("r", "bob", "I'll be happy to look into it. Please send a DM with your full name.")
    assert outcome(asked(DEFECT), back, said("t", "alice", line, parent="r", minutes=60)) == ("unanswered", "")


def test_it_is_not_our_turn_while_he_only_says_that_he_will() -> None:
    back = said("r", "bob", "Could you fill in the issue template, please?")
    assert outcome(asked(DEFECT), back, said("t", "alice", "I'll have to check.", parent="r", minutes=60))[0] == (
        "acknowledged"
    )


def test_it_takes_a_long_reply_for_an_answer_where_replies_are_answers() -> None:
    question = asked("What factors affect the foam?")
    assert outcome(question, said("r", "charlie", LONG), network="stackexchange") == ("answered_by_peer", "r")
    comment = "Did you find out? " + LONG
    assert theirs_by_rules(comment, wanted(question.text), network="stackexchange").meaning != "substantive"


def test_it_watches_a_complaint_to_our_account_though_it_asks_nothing() -> None:
    line = "@acme item has not been delivered but tracking says it was handed to me. Second time. Sort it out"
    post = {"id": "1", "parent": None, "author": "ann", "text": line, "at": "2026-03-02T09:00:00Z"}
    row = {"id": "t", "network": "x", "us": ["acme"], "now": "2026-03-03T00:00:00Z", "question": "1", "posts": [post]}
    assert decision_of(row).state == "unanswered"
    assert decision_of(row | {"us": ["globex"]}).state == "not_a_question"


def test_it_keeps_a_question_that_is_put_to_us() -> None:
    line = "@acme It seems this still hasn't been fixed. Can you look into it again?"
    assert seeks_answer(line, network="x", us=("acme",), chance=0.4, complaint=0.3).seeks


def test_its_written_follow_ups_are_told_apart_and_distinct() -> None:
    told = follow_ups()
    assert {each.label for each in told} == LABELS["asker"]
    assert {each.who for each in told} <= WHO
    assert len({(each.question, each.text.lower()) for each in told}) == len(told)


@pytest.mark.parametrize(
    ("question", "line", "answers"),
    [
        (
            "Would you please provide the weights?",
            "Hi, thanks for your interest, the weights are now in ./weights.",
            True,
        ),
        ("Anyone maintain a fork?", "Not that I'm aware of. Very much aware that it needs some love.", True),
        ("Can I use the API at work?", "Hey, just register an account and use it. Or did you have a question?", True),
        ("Can the font be set?", "Not the first time hearing it. Will add in next version", False),
        ("Sound is out of sync", "Hello, please edit your post and fill out the form, with all informations.", False),
        ("Why do you charge that?", "Please DM the tracking number, contact number, and full details.", False),
        ("Sending mail fails", "Closing for inactivity. If that was a mistake, feel free to reopen.", False),
        ("Could you make a release?", "Sure, we'll run the tests and tag one when that's done.", False),
    ],
)
def test_it_tells_what_maintainers_do_from_what_they_mean_to(question: str, line: str, answers: bool) -> None:
    assert (ours_by_rules(line, wanted(question)).meaning == "substantive") is answers


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("Nevermind, it is back up!", "works_now"),
        ("Oh, sorry, now I know what it is.", "works_now"),
        ("Thanks Owen! That's what I expected, but they still pushed me to ask. Appreciate your time.", "thanks"),
        ("Running 4.0. 4.1 showed up as an update this morning.", "supplies"),
        ("Already fixed the translation myself.", "works_now"),
    ],
)
def test_it_hears_how_askers_end(line: str, last: str) -> None:
    assert asker_by_rules(line).last == last


def test_it_believes_an_asker_who_thanks_for_what_he_was_told_at_length() -> None:
    line = "Your idea is the original method. It was superseded by one sensor, as that subtracts in the wiring itself."
    told = said("r", "charlie", line)
    thanks = said("t", "alice", "I see :)\n\nMany thanks.", parent="r", minutes=60)
    assert outcome(asked("Is my idea of two sensors flawed?"), told, thanks) == ("resolved_by_asker", "t")
    held = said("r", "bob", "Please send a DM with your order number so that somebody of the team can look into it.")
    assert outcome(asked(DEFECT), held, thanks)[0] == "acknowledged"


def test_it_takes_our_word_below_the_question_for_the_asker_unless_others_asked() -> None:
    chat = said("1", "dora", "What have you seen?")
    ours = said(
        "2", "bob", "@dora An incident is being dealt with, trains are back at nine: https://t.example/1", parent="1"
    )
    assert outcome(asked("Something going on at the station?"), chat, ours, network="x") == ("answered_by_us", "2")
    asks = said("1", "dora", "And is there anything going on with the buses tonight as well?")
    assert outcome(asked("Something going on at the station?"), asks, ours, network="x")[0] == "unanswered"


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("SOLVED! I used another PC and it fixed the issue. I give up trying to understand computers.", "works_now"),
        ("I guess the problem was that I copied it over the old one. Sorry for the bother!", "works_now"),
        ("I have written to you, and the credit is not showing up!!", "did_not_help"),
    ],
)
def test_it_hears_what_comes_first_or_plainest(line: str, last: str) -> None:
    assert asker_by_rules(line).last == last


def test_it_hears_a_yes_to_whether_it_is_solved() -> None:
    asks = said("r", "bob", "Two causes come to mind: no lang attribute, or a missing folder. Can we close then?")
    assert outcome(asked(DEFECT), asks, said("t", "alice", "Yes, thank you!", parent="r", minutes=60)) == (
        "resolved_by_asker",
        "t",
    )


def test_it_hears_an_edit_that_is_only_marked_in_the_text() -> None:
    assert outcome(asked(DEFECT + "\n\nEDIT: nevermind, my fault, it works now.")) == ("resolved_by_asker", "q")
    assert outcome(asked(DEFECT + "\n\nEDIT: it is 3.2 on Debian."))[0] == "unanswered"


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("discourse", "I bought the kit and added the module. I could see it, but I couldn't read the location."),
        (
            "github",
            "VAT issue\n\nI updated to the current branch. The VAT in my PDFs is broken. Reverting it helps me.",
        ),
    ],
)
def test_it_takes_a_report_that_tells_a_story_for_one(network: str, text: str) -> None:
    assert seeks_answer(text, network=network, root=True, chance=0.01, complaint=0.1).seeks


def test_it_takes_a_bare_step_for_a_strangers_answer() -> None:
    question = wanted("Why do I get a linker error when I compile the tutorial?")
    assert theirs_by_rules("update your devkit", question).meaning == "substantive"
    assert theirs_by_rules("update your expectations lol", question).meaning != "substantive"


@pytest.mark.parametrize(
    "line",
    [
        "True, will produce it soon",
        "Please click here to send account type and country.",
        "I will get to it eventually",
    ],
)
def test_it_takes_what_is_put_off_or_sent_elsewhere_for_no_answer(line: str) -> None:
    assert ours_by_rules(line, wanted("Does the card work abroad?")).meaning != "substantive"


def test_it_takes_a_call_to_a_bot_or_a_colleague_for_no_answer() -> None:
    for line in ("@planbot make plan", "@minamar since you made the change in the referenced pull request", "closed"):
        assert outcome(asked(DEFECT), said("r", "bob", line), network="github")[0] in ("unanswered", "acknowledged")
    mine = said("r", "bob", "@alice `parts` takes a list, not a text.")
    assert outcome(asked(DEFECT), mine, network="github") == ("answered_by_us", "r")


def test_it_tells_an_offer_of_help_from_pleasure() -> None:
    line = "Happy to help! Please confirm your number through direct message so we can further assist."
    assert ours_by_rules(line, wanted("I lost my phone in a cab.")).rule != "own_pleased"
    line = "Sorry to hear that! Please send us a DM so we can assist you better."
    assert ours_by_rules(line, wanted("How do I get in contact with somebody higher?")).meaning == "holding"

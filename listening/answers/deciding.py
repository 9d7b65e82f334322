"""The machine: one question and its thread in, its state with evidence out. Pure.

Posts are walked once in order of time. The asker's last word decides, then we, then others, then competitors
(BEHAVIOUR 3); what he rejected counts no more, and what follows may answer anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from listening.answers.addressing import Addressing
from listening.answers.asking import TRACKERS, is_gone
from listening.answers.closing import is_notice, takes_no_replies
from listening.answers.following import (
    is_gesture,
    just_told,
    only_promises,
    proposes,
    says_that_he_sent,
    thanks_for_an_answer,
)
from listening.answers.hearing import Heard
from listening.answers.judges import Judges
from listening.answers.judging import PLEASED, Judged, wants_something
from listening.answers.opening import as_it_stands
from listening.answers.places import Place, places
from listening.answers.reading import read_asker, read_reply
from listening.answers.records import Case, Decision, Evidence, Side, Sign, Spoken, account, accounts
from listening.answers.schedule import watch_ends

_ADDED: Final = re.compile(r"\b(?:edit|update|eta)\b[^\n:.]{0,30}:", re.IGNORECASE)


def decide(case: Case) -> Decision:
    """Return what became of the question of ``case``. Raises ``KeyError`` if no post has its id.

    Posts may come in any order; what is later than ``case.now`` does not exist yet.
    """
    question = {post.id: post for post in case.posts}[case.question]
    question, asked_at, ended = as_it_stands(question, case)
    if ended is not None and (not ended.asks_nothing or ended.rule == "person" or case.network in TRACKERS):
        return ended  # what we put off tells nothing on trackers: there changes that are handed in are put off too
    known = {question.id: question}
    for post in sorted(case.posts, key=lambda each: (each.at, each.id)):
        if post.at <= case.now:
            known.setdefault(post.id, post)
    thread = _Thread(case, question, list(known.values()), asked_at)
    return ended if ended is not None and not thread.is_taken_up() else thread.decision()


@dataclass(slots=True)
class _Standing:
    """What holds at one moment of the walk."""

    answers: dict[Side, Evidence] = field(default_factory=dict)
    held: Evidence | None = None
    asked_back: bool = False
    word: str = ""  # the asker's: "", "resolved" or "reopened"
    word_rule: str = ""
    word_post: Spoken | None = None
    word_signs: tuple[Sign, ...] = ()
    resolved_by: Evidence | None = None


_A_NOD: Final = 2
"""Words with which nothing is supplied: "ok", "will do"."""
_MERE_THANKS: Final = 14
"""Words with which somebody does not only thank for being asked back."""
_PUT_OFF: Final = frozenset({(Side.OURS, "holding"), (Side.OURS, "asks_back")})


class _Thread:
    """One question's thread: who is who, where the posts stand, and the walk."""

    def __init__(self, case: Case, question: Spoken, posts: Sequence[Spoken], asked_at: datetime) -> None:
        self.case, self.question, self.asked_at = case, question, asked_at
        self.asker = account(question.author)
        self.us = accounts(case.us)
        self.rivals = accounts(case.competitors)
        self.by_id = {post.id: post for post in posts}
        self.place = places(question, posts, case.network)
        self.after = [post for post in posts if post.id != question.id and post.at >= asked_at]
        self.judges = Judges(question, self.after, self.us, case.network)
        self.addressing = Addressing(
            question,
            posts,
            self.after,
            place=self.place,
            network=case.network,
            us=self.us,
            asked=self.judges.asked,
            judge=self._judge,
        )
        opened = min(posts, key=lambda each: (each.at, each.parent, each.id != question.id))
        self.opened = opened.id == question.id or account(opened.author) == self.asker != ""
        self.replies: list[Evidence] = []
        self.answerers: set[str] = set()
        self.incomplete = not case.complete
        self.spoke_at = asked_at

    def decision(self) -> Decision:
        standing = _Standing()
        for post in sorted([*self.after, *self._additions()], key=lambda each: (each.at, each.id)):
            if post.deleted or is_gone(post.text):
                continue
            if self.asker and account(post.author) == self.asker:
                self._hear(post, standing)
            elif post.accepted or not (post.bot or is_notice(post)):
                self._take(post, standing)
            if post.accepted and self._accepts(post):
                standing.word, standing.word_rule, standing.word_post = "resolved", "accepted_answer", post
                standing.word_signs, standing.resolved_by = (), self._evidence(post, self._judge(post))
        return self._final(standing)

    def _accepts(self, post: Spoken) -> bool:
        """Is it the asker who accepted an answer? It was whoever opened the thread, if it stands not below his own."""
        if post.id == self.question.id or self._unread(post):
            return False
        return self.opened or self.place[post.id] == Place.BELOW

    def is_taken_up(self) -> bool:
        """Have we put off whoever wrote what seems to ask nothing? Our people took it for a matter, and know better."""
        below = (post for post in self.after if post.parent == self.question.id and self._side(post) is Side.OURS)
        return any(self._judge(post).meaning == "holding" for post in below if not post.deleted)

    def _additions(self) -> list[Spoken]:
        """Return what an edit added to the question, or is marked as added, as a word of the asker at that instant."""
        question, at = self.question, self.question.edited_at or self.asked_at
        if at > self.case.now or at < self.asked_at:
            return []
        added = question.text.removeprefix(question.was) if question.was else ""
        if not added or added == question.text:
            marks = list(_ADDED.finditer(question.text))
            added = question.text[marks[-1].start() :] if marks and question.was is None else ""
        return [replace(question, text=added, at=at, accepted=False)] if added.strip() else []

    def _side(self, post: Spoken) -> Side:
        key = account(post.author)
        if key and key == self.asker:
            return Side.ASKER
        if key in self.us:
            return Side.OURS
        return Side.COMPETITOR if key in self.rivals else Side.PEER

    def _unread(self, post: Spoken) -> bool:
        return self.place.get(post.id) == Place.UNKNOWN

    # What others say

    def _take(self, post: Spoken, standing: _Standing) -> None:
        """Let a reply of somebody else count for what it is."""
        if not self.addressing.is_to_asker(post, self.answerers):
            self.incomplete = self.incomplete or self._unread(post)
            return
        found = self._evidence(post, self._judge(post))
        self.replies.append(found)
        if found.rule in PLEASED:
            told = just_told(post, self.question, self.after, nested=self.addressing.is_nested)
            if told is not None and (told is not standing.word_post or self._was_only_read(standing)):
                self._resolve(told, standing, "others_are_pleased", ())
        if found.meaning == "substantive":
            self.answerers.add(account(post.author))
            standing.answers.setdefault(found.side, found)
            if found.side is Side.OURS:
                standing.asked_back = False
        elif found.side is Side.OURS:
            if standing.held is None:
                standing.held = found
            standing.asked_back = standing.asked_back or wants_something(found)

    def _was_only_read(self, standing: _Standing) -> bool:
        """Did no rule speak when the asker's word was taken for a failure? Who is glad of it heard better."""
        signs = standing.word_signs
        return standing.word == "reopened" and bool(signs) and all(sign.rule == "words" for sign in signs)

    def _evidence(self, post: Spoken, judged: Judged) -> Evidence:
        return Evidence(
            id=post.id,
            author=post.author,
            at=post.at,
            side=self._side(post),
            meaning=judged.meaning,
            rule=judged.rule,
            signs=judged.signs,
        )

    def _judge(self, post: Spoken) -> Judged:
        if is_gesture(post, self.case.network):
            return Judged("approval", "gesture")
        side, direct = self._side(post), self.place[post.id] == Place.BESIDE or post.parent in ("", self.question.id)
        return self.judges.reply(post, side, direct=direct)

    # What the asker says

    def _hear(self, post: Spoken, standing: _Standing) -> None:
        """Let a later post of the asker count for what he says."""
        if self.place.get(post.id) == Place.ELSEWHERE or is_gesture(post, self.case.network):
            return
        self.spoke_at = max(self.spoke_at, post.at)
        self.incomplete = self.incomplete or self._unread(post)
        heard = self.judges.asker(post)
        answered, ours = self._answered(post, standing), Side.OURS in standing.answers or standing.held is not None
        if standing.word_rule == "accepted_answer" and heard.last in ("works_now", "thanks"):
            return
        if heard.last == "did_not_help" and self._is_said_of_another(post, standing):
            return
        if heard.last == "works_now":
            self._resolve(post, standing, "works_now", heard.signs)
        elif heard.last == "thanks":
            if answered or self._thanks_for_an_answer(post, standing):
                self._resolve(post, standing, "thanks", heard.signs)
            elif standing.asked_back and not standing.answers and self._gives_something(post):
                self._supply(standing)
        elif heard.last in ("did_not_help", "asks_again"):
            if standing.answers or ours or standing.word:
                if heard.last == "did_not_help" and self._only_asked(standing) and not heard.asks:
                    self._supply(standing)
                else:
                    self._reopen(post, standing, heard.last, heard.signs)
        elif heard.last in ("asks", "asks_anew") and self._asks_on(post, standing):
            self._reopen(post, standing, "asks_again", heard.signs)
        elif standing.held is not None and not standing.answers and self._has_supplied(post, heard, standing):
            self._supply(standing)

    def _is_said_of_another(self, post: Spoken, standing: _Standing) -> bool:
        """Does he say it of another answer than that which he accepted? When he accepted is not told: maybe later."""
        accepted, above = standing.word_post, self.by_id.get(post.parent)
        if standing.word_rule != "accepted_answer" or accepted is None or not self.addressing.is_nested:
            return False
        if above is None or above.id == self.question.id or account(above.author) == self.asker:
            return False
        seen: set[str] = set()
        while above is not None and above.id not in seen:
            if above.id == accepted.id:
                return False
            seen.add(above.id)
            above = self.by_id.get(above.parent)
        return True

    def _asks_on(self, post: Spoken, standing: _Standing) -> bool:
        """Does who asks further, or for something else, wait for more than he was told?

        He has one question in a thread, so that one opens again. Not who was asked back, as he may give it by a
        question, nor who asks a stranger; and what is marked as added may have stood there before the answer.
        """
        if standing.asked_back or self.addressing.asks_a_stranger(post, self.answerers):
            return False
        if post.id == self.question.id and not self.question.was:
            return False
        return bool(standing.answers) or standing.word == "resolved" or standing.held is not None

    def _has_supplied(self, post: Spoken, heard: Heard, standing: _Standing) -> bool:
        """Has he given what we asked for, and not only said that he will?"""
        if heard.last == "supplies" and says_that_he_sent(post.text):
            return True
        given = heard.last != "talk" or read_reply(post.text).words > _A_NOD
        return standing.asked_back and given and not only_promises(post.text)

    def _thanks_for_an_answer(self, post: Spoken, standing: _Standing) -> bool:
        """Does he say that what he was told answers or advises him, though we hold it for less? He knows better."""
        if not self.replies or standing.asked_back or self._has_just_been_put_off():
            return False
        return thanks_for_an_answer(post.text, self.by_id[self.replies[-1].id].text)

    def _gives_something(self, post: Spoken) -> bool:
        """Does he give what he was asked for beside his thanks: by saying so, or by saying more?"""
        reading = read_asker(post.text)
        return reading.words > _MERE_THANKS or bool(reading.signs("supplies"))

    def _only_asked(self, standing: _Standing) -> bool:
        """Has he only been asked, and nothing proposed to him that can fail?"""
        if not standing.asked_back or standing.answers or standing.held is None:
            return False
        return not any(proposes(self.by_id[each.id].text) for each in self.replies if each.side is Side.OURS)

    def _answered(self, post: Spoken, standing: _Standing) -> bool:
        """Is there an answer for which he can be thankful? What he replies to has to be one, if that is known."""
        if not standing.answers:
            return False
        parent = self.by_id.get(post.parent)
        if parent is None or parent.id == self.question.id or parent.id not in self.place:
            return not self._has_just_been_put_off()
        author = account(parent.author)
        return any(account(each.author) == author for each in standing.answers.values()) or (
            self._judge(parent).meaning == "substantive"
        )

    def _has_just_been_put_off(self) -> bool:
        """Was the last thing said to him that we hold or ask back? In a flat thread that is what he thanks for."""
        return bool(self.replies) and (self.replies[-1].side, self.replies[-1].meaning) in _PUT_OFF

    def _supply(self, standing: _Standing) -> None:
        """He supplied what we asked for: it is our turn again."""
        standing.held, standing.asked_back = None, False

    def _resolve(self, post: Spoken, standing: _Standing, rule: str, signs: tuple[Sign, ...]) -> None:
        standing.word, standing.word_rule, standing.word_post, standing.word_signs = "resolved", rule, post, signs
        parent = self.by_id.get(post.parent)
        given = list(standing.answers.values())
        thanked = [each for each in given if parent is not None and each.id == parent.id]
        standing.resolved_by = thanked[0] if thanked else max(given, key=lambda each: each.at, default=None)

    def _reopen(self, post: Spoken, standing: _Standing, rule: str, signs: tuple[Sign, ...]) -> None:
        standing.word, standing.word_rule, standing.word_post, standing.word_signs = "reopened", rule, post, signs
        standing.answers, standing.held, standing.asked_back, standing.resolved_by = {}, None, False, None

    # What it comes to

    def _final(self, standing: _Standing) -> Decision:
        found = self._unsettled(standing)
        waits = standing.asked_back and found.state == "acknowledged"
        return replace(found, replies=tuple(self.replies), waits_for_asker=waits)

    def _unsettled(self, standing: _Standing) -> Decision:
        word = standing.word_post
        if standing.word == "resolved" and word is not None:
            by = standing.resolved_by
            return self._made("resolved_by_asker", standing.word_rule, word.id, standing.word_signs, by)
        for side, state in (
            (Side.OURS, "answered_by_us"),
            (Side.PEER, "answered_by_peer"),
            (Side.COMPETITOR, "answered_by_competitor"),
        ):
            if side in standing.answers:
                answer = standing.answers[side]
                return self._made(state, answer.rule, answer.id, answer.signs, answer)
        if self.incomplete:
            return self._made("unverified", "thread_read_in_part")
        if self.case.locked or takes_no_replies(self.after):
            return self._made("expired", "locked")
        if self.case.now > watch_ends(self.spoke_at):
            return self._made("expired", "watch_ended")
        if standing.word == "reopened" and word is not None:
            return self._made("reopened", standing.word_rule, word.id, standing.word_signs)
        if standing.held is not None:
            held = standing.held
            return self._made("acknowledged", held.rule, held.id, held.signs)
        return self._made("unanswered", "nothing_answers" if self.replies else "no_reply")

    def _made(
        self, state: str, rule: str, evidence: str = "", signs: tuple[Sign, ...] = (), by: Evidence | None = None
    ) -> Decision:
        return Decision(
            state=state,
            rule=rule,
            evidence=evidence,
            signs=signs,
            answered_by=by.author if by else "",
            answered_at=by.at if by else None,
            asked_at=self.asked_at,
            asker_spoke_at=self.spoke_at,
        )

"""Evidence that makes a complaint uncertain: it may be over, somebody else's, or the praise may be meant as a sting."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule, shape

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "resolved",
        "resolved",
        """
        now|finally|already|been|got|is|was|all|it's|they|you|support|team|quickly|promptly fixed|resolved|sorted|
            solved|refunded|working_again|patched
        working|works|worked|back|fine now|again_now|fine_now|perfectly_now|great_now
        back_up_and_running|back_online|back_up|all_good_now|problem_solved|issue_resolved|never_mind|nevermind|nvm|
            false_alarm|my_bad|user_error|my_mistake|turned_out_to_be_me
        used_to|had_been|until_they|before_they ..3 crash|slow|buggy|broken|hate|terrible
        thanks|thank_you ..3 fixing|fix|resolving|sorting|quick|helping|help
    """,
    ),
    rule(
        "resolved",
        "quoted complaint",
        """
        people|users|folks|someone|somebody|everyone|customers say|says|said|claim|claims|complain|
            complains|complained|complaining|think|thinks
        a_customer|a_client|a_friend|my_friend|a_colleague told|said|complained|says
    """,
    ),
    rule(
        "sarcasm",
        "sarcastic praise",
        """
        ^ great|wonderful|fantastic|awesome|nice|lovely|brilliant|perfect|super|cool|yay|excellent ..1 another|more|
            again|yet_another|now|job|work|way_to
        love|loving|adore how|when|that|it_when|the_way ?it|?you|?your|?they ..2 always|never|still|can't|won't|
            doesn't|crash+|break+|broke|lose+|lost|make+|keep+|fail+|charge+|cancel+|take+
        just|exactly what_i_needed|what_we_needed|what_i_wanted|what_every
        thanks|thank_you|thx ..1 for_nothing|a_lot_for|for_the_delay|for_losing|for_ruining|for_cancelling|
            for_canceling|for_making_me|for_breaking|for_charging|for_wasting|for_ignoring
        so_much_for|yeah_right|oh_great|oh_good|oh_joy|how_nice|how_lovely|how_convenient|what_a_surprise|
            surprise_surprise|shocker|slow_clap|well_done|nice_one|good_job|great_job|nice_job|way_to_go|
            must_be_nice|gotta_love|got_to_love|you_gotta_love|hats_off
    """,
    ),
    shape(
        "sarcasm",
        "sarcastic mark",
        r"[/#🙃🙄](?:(?<=[🙃🙄])|(?<!\w[/#])(?:(?<=/)s\b(?!/)|(?<=#)(?:sarcasm|not|fail)\b))",
        hints=("🙃", "🙄", "/s", "#sarcasm", "#not", "#fail"),
    ),
)

"""Whether a post seeks an answer: what asks, what reports a defect, and what only looks like a question."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.loosely import rule
from listening.scoring.patterns import Rule, shape

ASKS: Final[tuple[Rule, ...]] = (
    rule(
        "asks",
        "asks in words",
        """
        anyone|anybody|any_one|someone|somebody ?here|?else|?out_there|?in_here|?on_here|?at|?from ..2 know|knows|
            tried|use|using|used|uses|have|has|had|seen|see|getting|help|recommend|explain|managed|got|able_to|
            figured_out|experience|familiar|run_into|ran_into|dealt|running|tell_me|point_me|share|suggest|set_up|
            moved|migrated|switched|successfully|facing|experiencing|confirm|say|idea|an_idea|advise|can
        ^ ?so|?and|?but|?hi|?hey|?also|?please does|has|did|is|can|could|would|will anyone|anybody|someone|somebody
        who ?else|?here has|uses|knows|can|do_i|should_i|is_the
        any ideas|idea|suggestions|tips|recommendations|advice|thoughts_on|experience_with|experiences|pointers|luck|
            news_on|update_on|updates_on|plans_to|plans_for|eta|workaround|workarounds|alternatives|recs|hints|help|
            reason_why|word_on|way_to|info_on|chance|clue|guidance|input
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?please how ?exactly|?the_hell|?long|?much|?many|?often|?soon|?far|?else do|
            does|can|could|would|should|is|are|did|will|may|to|long|much|many
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?or|?guys|?exactly|?please what|where|why|when|who|which|what's|where's|
            whats|wheres|why's is|are|was|were|do|does|did|can|could|would|should|will|has|have|happens|happened|am|i|
            isn't|doesn't|don't|can't|about|if|the|going
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?or|?then|?just is|are|does|do|did|can|could|will|would|should|has|have|am|
            isn't|doesn't|don't|can't|won't|aren't there|it|this|that|i|we|you|they|anyone|your|my|u|these|yous|y'all
        what|where|why|when|how|which does|do|did|am
        ^ ?so|?and|?hi|?hey|?but|?also|?ok what|which|how ..2 should|can|do|does|would|could i|we|you|one|it|my|the
        why is|are|was|were|has|have|can't|isn't|doesn't|don't|won't|wasn't|weren't|didn't|aren't|haven't|hasn't|
            couldn't
        when|where|how will|can|could|should|would i|we|you|it|they|the|this|there
        or is|are|am|do|does|did|was|can|should|will it|i|this|that|there|just|we|they|you|the|my|only|need
        down|working|broken|slow|up for|just|only anyone|anybody|everyone|others|me
        tell_me|know|wondering|wonder|figure_out|explain|understand|not_sure|unsure|unclear|find_out|idea|curious|
            advise|ask|find_any|interested how|whether|if|why|when|where|what|which|who
        how do|can|should|would|could i|we|you|u|one|people|folks|they|teams
        can't|cannot|couldn't|can_not|trying_to|struggling_to|unable_to|need_to|still_can't|help_me|want_to|
            not_able_to|don't_know_how|not_sure_how figure_out|work_out|find_out|understand|to|find
        looking_for|searching_for|in_search_of|hunting_for|seeking|need|recommend|after ..4 alternative|alternatives|
            recommendation|recommendations|advice|suggestions|help|solution|replacement|feedback|opinions|guidance|
            experiences|pointers|tool|software|vendor|something
        is_it_possible|would_it_be_possible|is_there_a|is_there_any|what's_the_best_way|best_way_to|easiest_way_to|
            right_way_to|recommended_way|how_to|how_come|what_am_i_missing|what_am_i_doing_wrong|what_is_going_on|
            what's_going_on|help_needed|need_help|please_help|pls_help|help_please|help_me|need_some_help|
            need_your_help|need_advice|can_i_get|quick_question|question_for|question_about|question_regarding|
            question_to|dumb_question|noob_question|have_a_question|got_a_question|my_question_is|can_you_please|
            could_you_please|would_you_please|ask_hn|eli5|request_for|asking_for
        please|pls|plz|kindly advise|explain|clarify|confirm|let_me_know|let_us_know|tell|help|suggest|recommend|
            enlighten|respond|reply|answer|fix|look_into|call_me|contact_me|refund|assist|resolve|sort
        let_me_know|lmk if|what|when|how|whether|which|where|why
        wondering|curious|wanted_to_ask|want_to_know|like_to_know|love_to_know|want_to_ask|wish_to_know|
            would_like_to_ask|would_like_to_know|want_to_understand|asking_because|asking_if|need_to_know|
            appreciate_any|appreciate_some|would_appreciate|any_help_is|thanks_in_advance|thank_you_in_advance|
            thx_in_advance|yes_or_no|will_there_ever|will_there_be
    """,
    ),
)

DEFECT: Final[tuple[Rule, ...]] = (
    rule(
        "defect",
        "reports a defect",
        """
        doesn't|does_not|don't|won't|can't|cannot|couldn't|isn't|aren't|didn't|not|stopped|never|no_longer|stops|
            unable_to|failed_to|fails_to|hasn't|haven't|wasn't|doesnt|dont|wont|cant|isnt|refuses_to|not_able_to ?even|
            ?fucking|?bloody|?freaking|?damn|
            ?longer|?be|?to|?been|?get|?have|?actually|?ever work|working|load|loading|log|login|sign|connect|open|
            save|sync|syncing|send|sending|receive|export|import|start|launch|install|update|upload|download|show|
            display|render|respond|access|print|create|delete|find|build|compile|run|play|boot|charge|able|activate|
            arrive|arrived|received|arriving|come|go_through|appear|available|refunded|pay|see|use|add|reach|complete|finish|match|return|
            verify|reset|cancel|exit|let|lets|allow|honor|honour|apply|respect|register|resolve|parse|detect|trigger|
            fire
        is|are|was|been|seems|appears|keeps|am|went|goes ?now|?completely|?totally|?all|?currently|?still|
            ?being ?to_be broken|down|crashing|failing|stuck|slow|unusable|unresponsive|blank|missing|corrupted|frozen|
            freezing|offline|unreachable|hanging|timing_out|logging|disconnecting|dropping|losing|wrong|empty|gone|
            locked_out|blocked|throwing|overcharged|greyed_out|grayed_out|duplicated|flaky|lagging|ignored|lost|dead|
            bugged|rejected|returning|unreadable|truncated
        error|errors|exception|bug|crash|crashes|crashed|segfault|regression|stacktrace|traceback|outage|timeout|
            timeouts|glitch|defect|panic|deadlock|memory_leak|data_loss|500s|502|503|504|500|404|403
        charged|billed|invoiced ?us|?me ?us|?me twice|double|wrong|again|for|after
        since|after ?the|?your|?latest|?last|?this|?today's|?upgrading|?updating|?we|?i ?new|?latest|?recent update|
            upgrade|release|patch|migration|version|updated|upgraded
        fails|failing|failed|breaks|broke|hangs|freezes|ignores|drops|loses|throws|duplicates|returns|disconnects|
            kicks|corrupts|leaks|disappears|disappeared|vanished|stops|overwrites|truncates|times_out|crashes|exits|
            reports
        how_to_reproduce|steps_to_reproduce|expected_behavior|expected_behaviour|actual_behavior|describe_the_bug|
            what_happened|expected_result|to_reproduce|what_happens
        does|do|did|doing nothing
        stays|remains|stayed|turned|went|goes black|blank|off|dark|red|dead|white|empty|offline|silent|frozen
        on_hold ?for|?with|?since for|with|since|over
        my|our|the ..5 when|whenever|everytime|every_time|each_time|as_soon_as|if i|we
        slips|rattles|squeaks|stutters|flickers|overheats|drains|jams|lags|blinks|beeps|reboots|overheating|freezing|
            hanging|lagging|stuttering|misbehaves|misbehaving|malfunctions|unusable
        been|am|are|is|we're|i'm|still waiting
        waiting ..4 days|weeks|hours|months|day|week|minutes
        out_of_patience|losing_patience|running_out_of_patience|losing_money|loose_money|lost_money|lose_money
        day|week|month|hour|days|weeks|hours without
        support|nobody|no_one|they|helpdesk ?is|?has|?have|?are|?keeps|?keep silent|ignoring|ignored|ghosted|ghosting|
            unreachable|radio_silence
        waiting|waited for|since|over
        no|without ?any response|reply|answer|refund|confirmation|explanation
        where_is_my|want_my_money|need_a_refund|want_a_refund|nobody_answers|no_one_answers|locked_out_of|kicked_out|
            keep_getting|keeps_asking|keeps_saying|keeps_crashing|keeps_logging|can't_log|lost_all|lost_my|
            is_a_joke_since|out_of_nowhere|what_is_going_on|what's_happening
    """,
    ),
)

WISH: Final[tuple[Rule, ...]] = (
    rule(
        "wish",
        "asks for something to be added",
        """
        feature_request|please_add|would_be_nice|would_be_great|it_would_be|add_support|support_for|allow_to|
            ability_to|option_to|add_an_option|should_be_able|should_support|should_allow|proposal|request
        it'd|that'd|would|i'd ?also|?really ?be great|nice|cool|awesome|super|handy|helpful|useful|lovely|love|like
    """,
    ),
)

NOT_ASKING: Final[tuple[Rule, ...]] = (
    rule(
        "rhetorical",
        "wants no answer",
        """
        ^ ?oh|?no|?but|?like|?lol|?and|?i_mean really|seriously|huh|eh|ok|okay|yes|see|what|why|sure|remember|kidding|
            joking|srsly|wtf|yeah|lol|right|amirite|innit|agree|relatable|deal|coincidence|surprised|
            anyone_surprised $?
        remember_when|do_you_remember_when|who_said|who_says|who_ever_said
        why are|do|is|does we|people|companies|everyone|anyone|anybody still|even
        who knew|cares|does_that|needs|wants|would_have_thought|wouldn't|doesn't_love|thought|came_up_with|asked|
            hasn't|in_their_right_mind|has_time_for|would_ever|still_uses|even
        right|isn't_it|eh|huh|innit|amirite|am_i_right|agree|relate|sound_familiar|with_me|who's_in|who_else_agrees|
            don't_you_think|wouldn't_you_agree|you_know|doesn't_it|aren't_they|can_we|ok|okay $?
        are|r|is you|u|this|they|it ?guys|?people|?even|?actually kidding|serious|joking|for_real|insane|crazy|drunk $?
        who_else|anyone_else|anybody_else is|are|came|here|just|watching|loves ..1 watching|here|from|in_2024|in_2025|
            in_2026|listening|reading|up|excited|hyped|crying|obsessed|loving
        will|would|can|please|pls ?you ?please ?just marry me|us
        marry_me
        how ..2 is|are|was this|that|it|they|he|she even|so|real|legal|allowed|actually
        how hard|difficult|stupid|dumb|cool|awesome|great|amazing|nice|sad|crazy|ridiculous|beautiful|good|lucky|
            insane can|could|is|are|was|would
        why_do_i_even|why_would_anyone|who_let|have_in_common|why_bother|why_even|what_else_is_new|what_could_go_wrong|what_could_possibly|
            what_can_i_say|guess_what|you_know_what|know_what|do_i_look|what's_not_to|whats_not_to|how_dare|
            how_great_is|how_cool_is|since_when_is|isn't_that_great|isn't_it_great|what_a_time|what_more_could|
            what_more_can|what_more_do_you|marry_me|where_has_this_been|how_did_i_live|how_did_we_live|who_would_have|
            does_anyone_even|is_nothing_sacred|what_did_you_expect|what_did_i_expect|what_was_i_thinking|
            can_you_believe|would_you_believe|need_i_say|coincidence_i_think|does_it_get_better|what_are_the_odds|
            what's_in_it_for|who_else_but|why_am_i_not_surprised|want_to_know_why|why_so_serious|and_for_what|
            what_is_this_1998|what_year_is|what_is_wrong_with_people|who_does_that|what's_next|where_would_we_be
        ^ ?so|?and|?the the_result|the_best_part|the_problem|the_catch|the_answer|the_outcome|best_part|the_secret|
            the_worst_part|my_takeaway|lesson|verdict|the_twist|the_kicker|the_reason|the_difference|the_solution|
            result $?
        want|need|looking|ready|tired|interested|struggling|wondering|curious|fed_up|sick|missed to|for|of|in|with|how|
            about|our|it|the ..10 $?
    """,
    ),
    rule(
        "announcement",
        "announces or promotes",
        """
        we're|we_are|i'm|i_am|so|very ?so|?very|?super|?really excited|thrilled|proud|happy|pleased|delighted|
            stoked to announce|share|introduce|launch|release|welcome|say|be|have|join|partner|report
        announcing|introducing|this_pr|this_pull_request|this_patch|this_commit|pull_request_adds|register_with|
            register_by|register_here|register_until|rsvp|sign_up_here|tickets_at|now_available|is_now_available|
            just_launched|just_released|just_shipped|we_just|released_today|out_now|is_out|is_live|is_here|now_live|
            new_release|read_our|our_new_guide|read_the_full|what's_new_in|join_us|register_now|sign_up_for|
            save_your_seat|save_the_date|webinar|join_our|new_blog|blog_post|read_more|learn_more|in_this_post|
            in_this_article|in_this_video|in_this_episode|we're_hiring|now_hiring|hiring|link_in_bio|link_in_comments|
            link_in_the_comments|show_hn|launch_hn|tell_hn|download_our|our_latest|subscribe|giveaway|we_partnered|
            partnership_with|raises|acquires|here's_why|here's_how|here's_what|here_is_how|here_is_why|
            what_you_need_to_know|find_out_how|everything_you_need|case_study|whitepaper|press_release|thread_below|
            a_thread|here_is_what|here_are_the|lessons_learned|key_takeaways|i_asked_50|i_wrote_about|wrote_up|
            i_wrote_a|tl;dr_of_my|psa|appreciation_post|appreciation_thread|love_letter_to
    """,
    ),
    rule(
        "change",
        "hands in a change",
        """
        this|the pr|pull_request|patch|commit|mr|merge_request adds|fixes|changes|makes|introduces|removes|updates|
            implements|allows|is|was|will|should|supersedes|replaces|does
        this_pr|this_pull_request|this_patch|this_commit|pull_request_adds|i've_made_changes|signed-off-by|
            ready_for_review|see_commit|new_pull_request|separate_pull_request|making_this_pull|opening_this_pull
        pr|patch|fix for_this|for_issue|for_the issue|bug
    """,
    ),
    shape(
        "change",
        "says which report it closes, or is titled as a commit",
        r"\A(?:(?:fix|feat|docs|chore|refactor|test|tests|ci|build|perf|style|revert|deps)(?:\([^)\n]{1,40}\))?!?:|"
        r"(?:bump|bumps) \S+ (?:from|to)|(?:fixes|resolves|reverts) )|"
        r"\n\n\W{0,3}(?:adds|fixes|removes|implements|introduces|changes|updates|improves|refactors|replaces) (?=\w)|"
        r"(?:\A|[\n.])\W*(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?):? (?:[\w.-]+/[\w.-]+)?#\d",
        hints=(
            *("fix", "feat", "docs", "chore", "refactor", "test", "ci", "build", "perf", "style", "revert", "deps"),
            *("bump", "close", "resolve", "adds", "removes", "implements", "introduces", "changes", "updates"),
            *("improves", "replaces"),
        ),
    ),
    rule(
        "poll",
        "takes a poll",
        """
        ^ ?quick|?new|?a|?my|?mini|?weekly poll|survey|vote|question_of_the_day
        this|quick|our|twitter|straw poll
        cast_your_vote|vote_below|vote_now|please_vote|vote_for|vote_in
        like|rt|retweet|boost|heart|react|thumbs_up|comment for|if|with|= ..6 for|if|or
        option a|1|one
        comment below|a|your
        drop ..4 below|comments
        hot_take|unpopular_opinion|wrong_answers_only|tabs_or_spaces|which_team_are|change_my_mind
    """,
    ),
    shape(
        "poll",
        "lists choices to vote for",
        r"[🅰🅱🔘⬜☐⚪]|(?:^|\n)\W{0,3}(?:1️⃣|2️⃣)|❤.{0,40}(?:🔁|👍)|👍.{0,40}👎",
        hints=("🅰", "🅱", "🔘", "⬜", "☐", "⚪", "️⃣", "❤", "👍"),
    ),
    rule(
        "praise",
        "praises",
        """
        shoutout|shout_out|kudos|props|hats_off|well_done|congrats|congratulations|love|loving|loved|amazing|awesome|
            fantastic|brilliant|excellent|incredible|best|great|impressed|impressive|happy_with|game_changer|
            highly_recommend|can't_recommend|thank_you|thanks|perfect|wonderful|superb|delighted|a_joy|flawless|
            blown_away|lifesaver|grateful|five_stars|5_stars
    """,
    ),
    rule(
        "solved",
        "is answered in the text",
        """
        edit|update|eta|edit_2 ..3 solved|fixed|found|resolved|answered|figured|nevermind|works|working|never_mind|
            sorted
        nevermind|never_mind|nvm
    """,
    ),
)

RULES: Final[tuple[Rule, ...]] = (*ASKS, *DEFECT, *WISH, *NOT_ASKING)

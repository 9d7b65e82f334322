"""What the asker says after his question: it is solved, he is thankful, it did not help, he waits."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.loosely import rule
from listening.scoring.patterns import Rule, shape

SETS: Final = {
    "works": "works worked working fixed solved resolved sorted correct fine good right back perfect ok okay okey "
    "clear gone running up done healed better",
    "wont": "doesn't don't didn't won't isn't wasn't can't cannot couldn't does_not did_not is_not was_not do_not "
    "doesnt didnt isnt wont cant never not_actually ain't havent haven't hasn't aren't weren't not no_longer",
    "thanks": "thanks thank_you thx tnx thankyou ty cheers tysm merci danke gracias thank_u thnx tks thks obrigado "
    "grazie",
}

SOLVED_ELSEWHERE: Final = (
    *(
        "解决了",
        "已解决",
        "搞定",
        "可以了",
        "我的问题",
        "我这边的问题",
        "解決しま",
        "解決でき",
        "動きました",
        "해결",
        "решено",
        "заработало",
    ),
    *(
        "gelöst",
        "behoben",
        "funktioniert jetzt",
        "funktioniert nun",
        "geht jetzt",
        "geht wieder",
        "résolu",
        "ça marche",
    ),
    *("resuelto", "solucionado", "ya funciona", "resolvido", "funcionou", "risolto", "ora funziona", "opgelost"),
)
THANKS_ELSEWHERE: Final = (
    *("谢谢", "多谢", "感谢", "謝謝", "ありがとう", "助かりました", "감사합니다", "고맙습니다", "спасибо", "благодарю"),
    *(
        "vielen dank",
        "herzlichen dank",
        "dankeschön",
        "dank je",
        "bedankt",
        "muchas gracias",
        "grazie mille",
        "dziękuję",
    ),
    *("teşekkür", "tack så mycket", "obrigad"),
)
"""Such words of other languages as stand in English threads: who writes there often ends in his own."""

SOLVED: Final[tuple[Rule, ...]] = (
    rule(
        "works_now",
        "says that it works or is solved",
        """
        it|that|this|everything|all|both|mine|which|they|yours ?is|?was|?has|?are|?indeed|?did|?actually|?really|?just|
            ?now|?finally|?totally|?does|?seems|?to|?have|?fully|?been|?be|?perfectly|?all works|worked|fixed|solved|
            resolved|sorted|it|did_it|did_the_trick|does_the_trick|helped|the_trick|was_it
        it|that|this|everything|all|these|mine|now|again|dashboard|app|sync|error|page|site|login|problem|issue ?is|
            ?are|?it|?it's|?finally|?seems|?to|?be|?has|?now ?now|?all|?indeed|?finally|?again {works} ?well|?fine now|
            again|for_me|here|for_us|perfectly|as_expected|like_a_charm|since|with|after|on_our|thanks|thank_you
        now|finally ?it|?is|?it's|?all|?everything|?they|?are|?i|?can|?we works|working|correct|fixed|okay|fine|
            resolved|solved|good|log_in|see_it|runs|loads|sorted|back
        lots|much|way|far|loads better now|again|already
        works|worked|working|fixed|solved|resolved|sorted ?now|?perfectly|?fine|?great|?like|?a|?well|?it|?for|?me now|
            perfectly|charm|great|treat|thanks|thank_you|thx|cheers|beautifully|first_time|flawlessly|dream|magic|
            a_lot|for_me|expected|straight_away|immediately|again
        problem|issue|bug|question|mystery|case|matter|this|update|edit|edited|eta|mystery ?is|?now|?has|?been|?it's|
            ?was|?all|?finally|?can|?be|?:|?i solved|resolved|fixed|closed|gone|found_it|figured|sorted|answered|
            disappeared
        i|we|just|finally|got|have|managed|i've|we've ?just|?have|?finally|?also|?now|?managed|?to|?actually|?ended|
            ?up|?it figured_it|figured_this|figured_out|found_it|found_the|solved_it|solved_this|fixed_it|sorted_it|
            it_working|it_to_work|it_sorted|it_fixed|it_solved|worked_it_out|solve_it|fix_it|found_out|
            found_a_solution|found_a_workaround|got_it_working|got_it_to|got_it_installed|got_it_running|got_it_done|solved|resolved_it|answer_my_own|
            answering_my_own|figured_it_out|reach_support|got_through|found_what
        ^ ?and|?ok|?now|?it|?finally|?yes|?is|?already fixed|solved|resolved|works|worked|working|gone|sorted after|by|
            with|on|in|since|when|once
        ^ already|just|now fixed|solved|resolved|corrected|sorted
        ^ ?ok|?all|?it's|?now fixed|solved|resolved|works|working|gone|sorted|fine|ok|okay|good after|since|with|now
        and|now|since_then|then ?it|?is|?all|?now|?everything it's|its|is|everything's|all ?all|?now|?perfectly fine|ok|
            okay
        restarting|reinstalling|updating|downgrading|clearing|changing|switching|removing|logging|resetting|upgrading|
            adding|setting|using|rebooting|deleting|disabling|enabling ..4 helped|worked|fixed|solved|did_it|works|
            did_the_trick|resolved
        able|managed|manage to fix|solve|resolve|get|make|log|connect|access|work|import|export|install|build|run|sign|
            reproduce_the_fix
        found|solved|fixed|figured|sorted|managed|resolved ?it|?this|?out|?that|?a|?solution|?the|?answer|?cause|
            ?problem myself|by_myself|on_my_own|by_accident|meanwhile|in_the_meantime
        issue|problem|error|it|that|crash|warning|message went|has_gone|is_gone|gone away|disappeared
        went_away|made_my_day|made_my_evening|made_my_week|made_my_morning|missing_bit|missing_piece|figured_this_out|
            sorry_for_the_noise|sorry_for_the_trouble|sorry_for_the_fuss|sorry_for_the_bother|problem_was_that|issue_was_that|cause_was|sorry_for_the_confusion|my_fault|my_own_mistake|
            sorry_to_bother|sorry_for_bothering|never_mind|nevermind|nvm|nm|figured_it_out|answering_my_own|answer_to_my_own|solved_it|
            my_bad|my_mistake|my_own_fault|false_alarm|user_error|pebkac|turned_out|turns_out|it_was_my|it_was_just|
            found_it|ignore_me|disregard|please_ignore|can_be_closed|closing_this|closing_as|you_can_close|
            problem_solved|issue_solved|that_did_it|that_was_it|did_the_trick|works_like_a_charm|all_good_now|all_good|
            now_i_know|now_have|now_got|now_received|been_able_to|finally_able_to|now_able_to|i_know_now|now_i_get|i_get_it_now|now_i_understand|i_understand_now|now_i_see|i_see_it_now|found_my|
            we're_good|i'm_good|all_sorted|all_set|sorted_now|back_to_normal|back_online|up_and_running|working_now|
            it_works|works_now|fixed_now|no_longer_an_issue|no_longer_needed|problem_is_gone|solved_now|it_was_that|
            that's_it|working_again|works_again|is_back|they're_back|now_correct|accepted|marking_as_solved|
            marked_as_solved|marking_this|marked_as|case_closed|you_nailed|nailed_it|spot_on|was_the_problem|
            was_the_issue|was_the_culprit|was_the_cause|typo_on_my|was_missing|confirmed_working|fixed_for_me|
            solved_my|solves_my|fixes_it|fixes_my|solved_for|can_confirm|can_log_in|able_to_log|now_i_can|i_can_now|
            finally_works|did_help|that_helped|helped_a_lot|this_helped|confirm_it_works|unblocked|we_can_now|got_in|
            logged_in_now|refund_arrived|arrived_today|received_it|money_is_back
    """,
        sets=SETS,
    ),
    shape(
        "works_now",
        "opens with success",
        r"\A\W*(?:@\S+\s+)*(?:ok |okay |update:? |edit:? )?"
        r"(?:(?:resolved|solved|fixed|sorted|closing)\b|it was (?:the|my|our|an?) )(?!\s*\?)",
        hints=("solved", "fixed", "sorted", "closing", "it was "),
    ),
    shape(
        "works_now",
        "says in a word that it is solved",
        r"(?:\A|[.!?\n。！])\s*(?:it's |is |now |all |finally )?"
        r"(?:solved|fixed|resolved|sorted|works|working)(?: now)?\W*(?:\Z|\n)",
        hints=("solved", "fixed", "sorted", "works", "working"),
    ),
    shape(
        "works_now",
        "says that it is fine since he did something",
        r"\bafter (?:i|we|a|an|the) [^.!?\n]{3,60}?\b(?:it|everything|all)(?: now)? (?:seems|looks|is|was)(?: to be)? "
        r"(?:ok|okay|fine|good|back)\b|\b(?:seems|looks) (?:to be )?(?:ok|okay|fine|good) now\b",
        hints=("after ", " now"),
    ),
    shape(
        "works_now",
        "says in another language that it is solved",
        "|".join(SOLVED_ELSEWHERE),
        hints=SOLVED_ELSEWHERE,
    ),
    shape(
        "works_now",
        "names what it was",
        r"(?<!what )(?<!where )(?<!how )(?<!when )(?<!who )\bwas it[!.,]",
        hints=("was it",),
    ),
    shape(
        "works_now",
        "marks it as solved",
        r"\[solved\]|\(solved\)|\bsolved[!:]|✅ ?(?:solved|fixed|works)?",
        hints=("solved", "✅"),
    ),
)

THANKS: Final[tuple[Rule, ...]] = (
    rule(
        "thanks",
        "gives thanks",
        """
        {thanks}
        much|really|very|greatly ?much|?so appreciated|appreciate|helpful|obliged|grateful
        appreciate|appreciated ?you|?the|?it|?that|?your
        ^ ?that's|?ah|?oh|?ok|?okay|?very|?this_is|?that_is|?yes|?great|?super|?so perfect|brilliant|legend|lifesaver|
            awesome|excellent|amazing|wonderful|fantastic|great|super|helpful|lovely|cool|sweet|nice|exactly_what|
            just_what|what_i_needed|what_i_was
        you're|you_are|what|such|absolute|u_r ?a|?an|?the|?absolute|?real|?total treasure|star|legend|hero|lifesaver|
            angel|gem|genius|wizard|champ|champion|saint|godsend|life_saver|best|goat|king|queen|magician|relief
        got_it|makes_sense|understood|good_to_know|that's_clear|clear_now|fair_enough|that_helps|this_helps|
            that_explains|that_answers|answers_my|answered_my|you're_a_star|you_are_a_star|lifesaver|life_saver|legend|
            hero|you_rock|saved_me|saved_my|exactly_what_i|just_what_i|what_i_needed|perfect_answer|good_enough_for|
            just_the_answer|will_do_that|that_will_do|that'll_do|that_does_it|i_owe_you|you're_the_best|
            you_are_the_best|good_news|relief|super_helpful|very_helpful|so_helpful|really_helpful|most_helpful|
            quick_reply|quick_answer|fast_answer|that_clears|cleared_up|cleared_it|clears_it
    """,
        sets=SETS,
    ),
    shape("thanks", "gives thanks in another language", "|".join(THANKS_ELSEWHERE), hints=THANKS_ELSEWHERE),
    shape("thanks", "gives thanks by a sign", r"🙏|❤|💜|💙|💚|🙌|👍|👌|🎉|🥳", hints=tuple("🙏❤💜💙💚🙌👍👌🎉🥳")),
)

THANKS_IN_ADVANCE: Final[tuple[Rule, ...]] = (
    rule(
        "in_advance",
        "thanks for what is still to come",
        """
        in_advance|in_anticipation|tia|for_any_help|for_any_hints|for_any_pointers|for_your_help_with_this_in
        {thanks} ?so|?much|?all ?already|?for anyway|anyways|nonetheless|nevertheless|for_nothing|for_looking|
            for_trying|for_checking|for_taking_a_look|for_the_fast_response_but|for_taking_the_time_but|for_the_bump
        will|i'll|gonna|going_to|let_me ?go|?definitely|?give|?just|?now try|test|check|that_a_try|it_a_try|this_a_try|
            report_back|let_you_know|have_a_look
        if|once|when|assuming|provided|hope|hopefully it|that|this works|helps|work|help
        waiting_for_your|waiting_for_a|looking_forward_to|await|awaiting|hope_to_hear|hope_someone|please_do|keep_me_posted|
            keep_us_posted|let_me_know
    """,
        sets=SETS,
    ),
)

FAILED: Final[tuple[Rule, ...]] = (
    rule(
        "did_not_help",
        "says that it did not help",
        """
        still|again|yet ?is|?are|?it|?i|?am|?a|?the|?just|?get|?getting|?gets|?got|?have|?having|?has|?being|?see|
            ?seeing|?shows|?showing|?says|?exactly|?shows|?saying|?an ?the|?no|?very ?same|?that not|doesn't|does_not|
            didn't|isn't|won't|don't|can't|cannot|fails|failing|failed|broken|down|error|errors|same|nothing|no|broken|
            stuck|crashes|crashing|happening|happens|occurs|unable|wrong|missing|empty|locked|blocked|timing|times|
            throws|refuses|loses|double|lost|breaks|unsolved|unresolved|unanswered|slow|there|present|problem|issue|
            shows|showing|reproducible|reproduces|persists|affected|charged|asks|asking|rejected|gone|blank|0|zero|
            disconnects|logs|kicks|hangs|unclear|confused|hitting|stays|same
        still|again ?am|?i'm|?we're|?just get|getting|see|seeing|having|receive|receiving|stuck|experiencing|hitting
        that|this|it|which|these|solution|suggestion|workaround|answer|fix|steps|neither|none|setting|command|update|
            trick|reset|restart|of_it|of_them|link|here|patch|version|release|one ?really|?actually|?sadly|?still|?all|
            ?just|?unfortunately|?simply|?also|?has ?of_these|?of_those {wont} ?really|?actually|?even|?at_all|?the|
            ?seem|?to|?seems|?make|?an|?a|?any|?quite|?exactly work|help|fix|solve|change|do|apply|answer|true|
            the_case|working|what|exist|correct|resolve|difference|possible|in_my|for_me|there|enough|it|appear|show|
            right|my|help|helped|worked|changed|fixed|solved|survive|stop|matter|improve|useful|available|an_option|
            an_answer|seem|address|how|so|anything|stick|have|save|anywhere|get|reflect|accurate|happening
        no ?such luck|joy|dice|change|difference|effect|improvement|cigar|success|setting|option|button|menu|better|
            such_option|such_setting|such_menu|answer_yet|help_at_all|go
        tried|did|done|followed|changed|reinstalled|restarted|upgraded|cleared|rebooted|checked|updated|set ?exactly|
            ?all|?just ?that|?this|?it|?so|?those|?these|?them|?all|?your|?both|?everything|?the|?already|?before|
            ?twice|?of ?steps|?suggestion|?times ..3 already|before|no_luck|nothing|same|still|without|but|twice|
            two_times|didn't|doesn't|times|to_no_avail|no_change|no_effect|no_joy|unfortunately
        already|have_already|i've_already|we_already tried|did|done|checked|doing|set|have|on|using|restarted|
            reinstalled|updated|cleared|read|contacted|sent|wrote|emailed
        same|exact_same|identical ?exact problem|error|issue|result|thing|message|behaviour|behavior|outcome|again|
            here|crash|story|happens
        back|happening|happens|broke|broken|broken|down|failing|fails|started|returned|stopped|gone|crashed|occurred|
            there|same|came_back|is_back ?working|?down|?to_square_one again|square_one|today_again|this_morning_again|
            once_more|since_yesterday|as_of_today
        came_back|comes_back|keeps_coming|back_to_square_one|back_at_square_one|error_is_back|problem_is_back|bug_is_back|issue_is_back|reopening|reopen|re-opening|not_solved|not_fixed|
            unsolved|isn't_solved|isn't_fixed|not_resolved|isn't_resolved|wasn't_fixed|spoke_too_soon|celebrated_too|
            too_early|doesn't_answer|didn't_answer|not_what_i_asked|not_my_question|doesn't_help|didn't_help|
            not_helpful|no_help|not_an_answer|not_really_an|wrong_answer|not_quite_what|isn't_what_i|not_what_i|
            missing_the_point|misunderstood|misread|you_misunderstand|not_the_question|wasn't_my_question|
            wasn't_the_question|that's_not_true|that's_wrong|that_is_wrong|that's_not|not_working|stopped_working|
            doesn't_work|doesnt_work|didn't_work|didnt_work|does_not_work|did_not_work|did_not_help|does_not_help|
            won't_work|not_work|not_help|no_effect|to_no_avail|made_it_worse|even_worse|worse_now|persists|
            problem_remains|issue_remains|still_the_same|no_response|no_reply|heard_nothing|nothing_happened|
            nothing_changes|nothing_changed|nobody_got_back|nobody_called|nobody_contacted|no_one_got_back|no_one_has|
            nobody_has|haven't_heard|never_heard|link_is_dead|link_is_broken|404|404s|dead_link|link_goes|greyed_out|
            grayed_out|doesn't_exist|does_not_exist|don't_have_that|don't_see|do_not_see|can't_find_that|cannot_find|
            can't_see|don't_have_such|there_is_no_such|there's_no_such|isn't_there|not_there|not_in_my|
            locked_out_again|not_acceptable|unacceptable|copy_paste|copy-paste|canned|useless|not_good_enough|
            how_does_that_help|how_is_that|so_no|and_yet|ended_up_with_the_same|not_true|wrong_link|relapsed|
            unfortunately_not|sadly_not|unfortunately_no|sadly_no|not_for_me|stays_at|stays_the|remains_at|
            problem_stays
        but|unfortunately|however|sadly|yet|though|although|except ?then|?now|?it's|?it|?is|?that|?this|?i|?on|?for|
            ?the|?my|?we|?our|?when|?after|?in ..4 still|not|doesn't|don't|didn't|isn't|error|fails|failed|nothing|
            can't|cannot|won't|same|missing|again|no|wrong|wasn't|never|broken|crashes|empty|hasn't|haven't
        not|isn't|aren't|wasn't showing|appearing|visible|loading|connecting|responding|arriving
        don't|do_not want|need ..2 form|survey|template|bot|apology|apologies|excuses|chatbot|standard|canned|faq
        dropping_to|changing_my_review|down_to|changed_to|leaving|back_to one|1|2|two star|stars
        there is|are|isn't|aren't|was ?simply|?just|?really no|any|nothing|none ?such|?option|?button|?menu|?setting
        there's|theres no|nothing|none
        is|was|that's|are what|exactly_what|how|as i|we ?already|?had had|have|did|do|already|tried|set
        not|nor|neither ..5 either|neither
        you|u could|couldn't|cannot|can't ?not make|believe it|this
        ridiculous|unbelievable|unreal|hopeless|shambles|joke|disgrace|disgusting|pathetic|appalling|shocking|
            not_impressed|fed_up|had_enough|waste_of_time|out_of_patience|seriously_disappointed|laughable
        is|are|stays|remains|still|was empty|blank|gone|missing|greyed|grayed|wrong|broken|dead
        get|gets|getting|got|says|see|throws|shows|returns|receive|gives ?me|?an|?a|?the|?this|?another|
            ?only ..2 error|denied|failed|exception|crash|403|404|500|timeout|forbidden|warning|rejected|errors
        get|got|see|happens|crashes|fails|crashed|failed ..5 when|if|after|once i|we do|did|try|tried|run|ran|follow|
            click|open
        and|then|but|now|it crashed|crashes|failed|fails|broke|breaks|freezes|hangs|froze
        giving_up|give_up|gave_up|cancelling|canceling|cancelled_my|want_my_money_back|going_elsewhere|
            looking_elsewhere
        thank|thanks|thx ..6 but|unfortunately|however|sadly
    """,
        sets=SETS,
    ),
    shape(
        "did_not_help",
        "says no",
        r"\A\W*(?:@\S+\s+)*(?:nope|no|nah|negative|sadly no|sadly not|"
        r"(?:it|that) (?:doesn't|does not|didn't|isn't|won't|is not))\W*\Z",
        hints=("n", "negative"),
    ),
)

AGAIN: Final[tuple[Rule, ...]] = (
    rule(
        "asks_again",
        "asks again or waits",
        """
        any|some|is_there_an|is_there_any ?new|?further|?more update|updates|news|progress|word|eta|movement|
            response|answer|reply|feedback|timeline|info_on_this|luck_with|chance_of_an|development|developments|
            idea_when
        anyone|anybody|someone|somebody|hello|hallo $?
        anyone|anybody|someone|somebody there|here|looking|listening|home|reading|awake|able_to_help|from
        please|pls|kindly ?just|?finally respond|reply|answer|react|look_into|help|fix
        need|needs|require|want ?some|?any|?more further|additional|more|your help|assistance|support
        any|some other|more|further|better idea|ideas|suggestion|suggestions|way|hints|tips
        any idea|ideas|suggestions|clue|hint|thoughts
        ^ ?ok|?but|?and|?well so|but|then which|what|how|where|when|is|does|do|can|should|why|will|who
        bump|bumping|ping|pinging|up_again|friendly_reminder|gentle_reminder|gentle_ping|friendly_ping|following_up|
            follow_up_on|checking_in|circling_back|still_waiting|still_hoping|still_no|still_nothing|still_need|
            still_wondering|still_looking|waiting_for_an_answer|waiting_for_a_reply|awaiting|no_answer|anybody_out|
            anyone_else|repeat_my_question|ask_again|asking_again|my_question_was|question_remains|question_stands|
            the_question_is_still|question_is_still|back_to_my|original_question|what_about_my|so_what_now|what_now|
            is_anyone_going|will_anyone|can_someone_please|can_anyone|days_later|weeks_later|months_later|days_now|
            weeks_now|a_week_now|another_week|it's_been|its_been|has_been_a_week|days_and_counting|week_and|
            did_you_find_out|did_you_find_anything|did_you_get_a_chance|have_you_had_a_chance|had_a_chance|
            get_a_chance|so_is_it|so_does_it|so_how|but_how|how_exactly|where_exactly|what_exactly|so_when|so_where|
            but_where|but_when|but_what|but_does|but_is|so_yes_or_no|yes_or_no|or_no|or_not|possible_or|could_you_elaborate|can_you_elaborate|
            can_you_explain|that_said|what_happened_to|what_became_of
    """,
    ),
)

ANEW: Final[tuple[Rule, ...]] = (
    rule(
        "asks_anew",
        "asks something new",
        """
        another|new|different|separate|second|one_more|next|other|follow-up|followup|unrelated|related|bonus|quick|
            follow_up ?quick|?small|?short|?follow-up question|thing|topic|issue|q|one
        ^ ?and|?oh|?great|?ok|?thanks|?also also|additionally|besides|by_the_way|btw|while_we're_at_it|on_another_note|
            one_more|while_i_have_you|unrelated|as_a_follow|ps|p.s|side_question
        and|also|does|is|can|will|do does|is|do|can|will|what_about|how_about|are|would|it_also|that_also|this_also
        does|is|can|will|do|would|are|could ?it|?that|?this|?i|?they ?also|?the also|same_apply|work_with|work_for|
            apply_to
    """,
    ),
)

SUPPLIES: Final[tuple[Rule, ...]] = (
    rule(
        "supplies",
        "supplies what was asked",
        """
        sent|send|dm'd|dmed|dm|pm'd|pmed|messaged|emailed|mailed|done|attached|posted|uploaded|shared|wrote|submitted|
            opened|replied|filled|forwarded|created ?you|?it|?the|?a|?an|?just|?now|?my|?in|?them|?your|?to dm|pm|
            message|email|mail|ticket|log|logs|screenshot|details|dm'd|here|above|below|now|already|form|support|them|
            case|number|report|id|trace
        here|here's|here_is|here_are|this_is|it's|its|that's|version|using|i'm_on|we're_on|i_am_on|we_are_on|running|
            attached|below|above|log|output|id|order_number|ticket|dm_sent|sent_you|just_sent|sent_it|done|dm'd|dmed|
            pm_sent|message_sent|email_sent|see_attached
        ^ ?ok|?just|?i|?i've|?have|?now sent|dmed|dm'd|emailed|mailed|messaged|posted|attached|uploaded|filed
    """,
    ),
)

RULES: Final[tuple[Rule, ...]] = (*SOLVED, *THANKS, *THANKS_IN_ADVANCE, *FAILED, *AGAIN, *ANEW, *SUPPLIES)

"""Rules for questions that want an answer, with and without a question mark, and for those that want none."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule, shape

RULES: Final[tuple[Rule, ...]] = (
    shape("question", "question mark", r"\?(?<![?!]\?)(?![?!\w=&])", hints=("?",)),
    shape("question", "question mark with emphasis", r"[?!]{0,20}\?[?!]{1,20}|!\?", hints=("??", "?!", "!?")),
    rule(
        "question",
        "asks anyone",
        """
        anyone|anybody|any_one|someone|somebody|any_body ?here|?else|?out_there|?in_here|?on_here|?please know+|
            tried|use|using|used|have|has|had|seen|see|getting|experienced|experience|help|recommend|explain|managed|
            got|able_to|figured_out|got_experience|familiar|run_into|dealt|working_with|running|tell_me|point_me|
            share|suggest|set_up|moved|migrated|switched|successfully|care_to
        does|has|did|is|can|could|would|will anyone|anybody|someone|somebody
        who ?else|?here is|has|uses|knows|can|here
        any ideas|idea|suggestions|tips|recommendations|advice|thoughts|experience_with|experiences|pointers|luck|
            news_on|update_on|updates_on|plans_to|plans_for|chance|eta|workaround|workarounds|alternatives|recs|
            reason_why|word_on|way_to|info_on
    """,
    ),
    rule(
        "question",
        "asks how",
        """
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?please how ?exactly|?the_hell|?long|?much|?many|?often|?soon|?far|
            ?else do|does|can|could|would|should|is|are|did|will|may|to_i|about|come|long|much|many|i
        tell_me|know|wondering|figure_out|explain|understand|not_sure|unsure|unclear|find_out|see|idea|curious|
            advise|ask|guidance_on|information_on|instructions_on how|whether|if|why|when|where|what|which|who
        how do|can|should|would|could i|we|you|u|one|people|folks|they|teams
        how_to ..8 $?
        can't|cannot|couldn't|can_not|trying_to|struggling_to|unable_to|need_to|still_can't|help_me figure_out|
            work_out|find_out|find|understand|find_any
    """,
    ),
    rule(
        "question",
        "asks for a way",
        """
        is|was|isn't|are|aren't|if|will there ?going_to_be|?be|?currently|?already|?even a|any|an|some|support|
            anything|anyone|plans|somewhere|someone|no|other|something|still
        is|are it|this|that|these ?even|?still|?currently|?not possible|safe|supported|available|normal|expected|
            worth|down|down_for|just_me|intentional|compatible|planned|known|okay|ok|free|included|allowed|true
        is_it_possible|would_it_be_possible|what's_the_best_way|best_way_to|whats_the_best|easiest_way_to|
            right_way_to|recommended_way
        looking_for|searching_for|in_search_of|hunting_for|seeking ..3 alternative|alternatives|recommendation|
            recommendations|advice|tool|suggestions|help|solution|way|replacement|something|software|feedback|info|
            clarification|opinions|vendor|platform
        alternatives|alternative|replacement to|for
        what|which|what's|whats ..5 recommend|suggest|prefer|best|better
        need|could_use|want|appreciate|would_love|would_appreciate|seeking|require ?some|?a|?your|?any|?little|
            ?bit_of help|advice|recommendations|guidance|input|suggestions|pointers|clarification|assistance
    """,
    ),
    rule(
        "question",
        "opens as a question",
        """
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?hello|?guys|?just|?then|?or does|do|did|is|are|was|were|can|could|would|
            will|should|has|have|am|isn't|don't|doesn't|can't|won't|didn't|aren't|shouldn't i|you|u|we|they|it|the|
            this|that|your|my|our|anyone|anybody|there|he|she|these|those|ya
        ^ ?so|?and|?hi|?hey|?but|?also|?ok|?hello|?just|?then|?curious what|where|why|what's|whats|
            where's|wheres ?exactly|?else|?time|?kind_of|?type_of|?version|?version_of|?plan|?day|
            ?the_hell is|are|was|do|does|did|can|could|would|should|will|has|have|the|happened|happens|time|about|i|
            isn't|don't|doesn't|can't|am
        ^ what_if|what_about|how_about|what_happened_to|why_not|how_come|since_when
    """,
    ),
    rule(
        "question",
        "asks politely",
        """
        can|could|would|will|may you|u|someone|somebody|i|we|anyone|anybody|ya ?please|?pls|?kindly|?possibly|?tell|
            ?let|?explain|?help|?confirm|?advise|?clarify|?share|?point|?recommend|?check|?get|?ask|?have please|pls|
            tell|let|explain|help|confirm|advise|clarify|share|point|recommend|check|get|ask|have|provide|dm|look|
            give|send|do|show|suggest|be
        please|pls|plz|kindly advise|explain|clarify|confirm|let_me_know|tell|help|suggest|recommend|enlighten|respond
        let_me_know|lmk if|what|when|how|whether|which|where|why
        wondering|wonder|curious|wanted_to_ask|want_to_know|like_to_know|love_to_know|quick_question|dumb_question|
            noob_question|have_a_question|got_a_question|question_for|question_about|question_regarding|
            genuine_question|serious_question|asking_for_a_friend
        do|does|did|will|can|is|are|would you|u|it|this|that|the|your|there ..6 $?
        {wh}|{aux} ..12 $?
    """,
    ),
    shape(
        "question",
        "question as a title",
        r"\A\W{0,6}(?:question|help|how (?:to|do|can)|is there|why (?:is|does|do))\b[^\n.!]{8,120}(?:\Z|\n)",
        hints=("question", "help", "how ", "is there", "why "),
    ),
    rule(
        "rhetorical",
        "wants no answer",
        """
        ^ ?oh|?no|?but|?like|?lol really|seriously|huh|eh|ok|okay|yes|see|what|why|sure|anyone|remember|
            kidding|joking|srsly|wtf|yeah|no|lol $?
        who knew|cares|does_that|needs|wants|would_have_thought|wouldn't|doesn't_love|thought|came_up_with|asked|
            in_their_right_mind|hasn't
        got_to_be|gotta_be|must_be|have_to_be kidding|joking ..2 $?
        are|r|is you|u|this|they|it ?guys|?people|?even|?fucking|?freaking|?actually kidding|serious|joking|for_real|
            insane|crazy|stupid|blind|real|drunk|high|dumb $?
        how_hard|how_difficult|how_stupid|how_dumb can|could|is
        why_do_i|why_would_anyone|why_do_people|why_does_everyone|why_bother|why_even|why_am_i|what_else_is_new|
            what_kind_of|what_sort_of|how_dare|what_the_fuck|what_the_hell|what_the_heck|wtf|who_the_hell|
            how_on_earth|what_more|what_could_go_wrong|what_can_i_say|guess_what|you_know_what|know_what|isn't_it|
            isn't_that|don't_you_think|am_i_right|amirite|is_it_just_me|do_i_look|what's_not_to_love|
            whats_not_to_like|isn't_it_great|how_cool_is|how_awesome_is|how_great_is|how_sad|do_you_even|since_when
        want|need|looking|ready|tired|interested|struggling|wondering to|for|of|in ..10 $?
    """,
    ),
    rule(
        "rhetorical",
        "asks for agreement",
        """
        right|isn't_it|no|eh|huh|innit|amirite|am_i_right $?
    """,
    ),
    rule(
        "rhetorical",
        "headline",
        """
        ask_hn_poll|poll|what_you_need_to_know|here's_why|here's_how|here's_what|find_out|read_more|learn_more|
            click_here|check_out|in_this_article|our_latest|new_blog|blog_post|join_us|register_now|sign_up|
            our_webinar|via|hiring|download_our|subscribe_to
    """,
    ),
    rule(
        "rhetorical",
        "answered in the text",
        """
        edit|update solved|fixed|found|resolved|answered|figured|nevermind
        nevermind|nvm|never_mind|figured_it_out|found_it|solved_it
        any_questions $?
        if_you_have_any|feel_free_to_ask|got questions
    """,
    ),
)

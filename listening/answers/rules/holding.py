"""What only holds the asker: another channel, a promise to look, a question back."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.loosely import rule
from listening.scoring.patterns import Rule, shape

SETS: Final = {
    "us": "us me our_team our_support our_support_team our_helpdesk our_office the_team support customer_support",
    "we": "we i we're i'm we've i've we'll i'll our_team our_engineers the_team our_devs our_support_team somebody "
    "someone our_folks engineering our_engineering_team a_colleague my_colleague my_colleagues the_developers",
    "will": "will we'll i'll gonna going_to shall are_going_to am_going_to he'll she'll they'll",
    "dm": "dm dms pm pms direct_message private_message message email e-mail mail inbox note line call ring chat pn "
    "direct_messages private_messages ticket",
}

IN_PRIVATE: Final = "moves it to a private channel"

HOLDS: Final[tuple[Rule, ...]] = (
    rule(
        "holding",
        IN_PRIVATE,
        """
        dm|pm|dms|pn|msg us|me|@|for|with|your|sent|it|them|incoming|the|full|more|details
        ?please|?kindly|?can|?could|?you|?feel_free_to|?just|?us send|drop|shoot|give|write|leave|ping|text|pop|fire|
            slide {us}|it|them|that|this|your|over|those|the_details|the|details ?over|?to|?us|?via|?in|?through|?by|
            ?a|?an|?quick|?private|?direct|?your|?account|?details|?email|?address|?order|?number|?more|?the|?into|
            ?our {dm}
        in|via|by|over|through|to|check|into your|our|a|the|private|us ?own|?private|?direct {dm}
        in|via|by|over|through dm|dms|pm|pms|private|private_message|direct_message|email
        send|sent|sending|dropped|shot|messaged|emailed|dm'd|dmed|pm'd|messaging|emailing|contacted|replied_to you|
            your ..3 dm|pm|email|message|inbox|direct_message|private_message|privately|in_private|mail
        contact|reach_out_to|reach|email|e-mail|mail|call|message|dm|pm|ping|write_to|get_in_touch_with|get_in_contact|
            talk_to|speak_to|chat_with|raise_it_with|ask ?with|?to|?directly {us}|our|sales|your_account_manager|
            your_csm|customer_service|customer_care|the_support|the_helpdesk|help_desk
        reach_out|get_in_touch|reach_us|contact_us|email_us|call_us|message_us|write_us|write_to_us|dm_us|pm_us|
            drop_us|ping_us|reach_out_to_us|follow_us_so|follow_back|follow_and_dm
        open|raise|file|create|submit|log|start a|an|your ?support|?new|?bug|?github ticket|case|support_request|issue|
            bug_report|request|report|incident
        opened|raised|filed|created|logged|escalated|forwarded|passed|reported|flagged|shared|noted|added|relayed|
            submitted|handed ?this|?it|?that|?your|?a|?an|?the|?internal|?bug|?feedback|?comments|?details|?report|?on|
            ?along|?over|?up|?your_feedback|?internally to|with|for|ticket|internally|issue|case|bug|task|request|
            report our|the|my|internally|team|ticket|product|engineering|developers|devs|us|you|them|relevant|here
    """,
        sets=SETS,
    ),
    rule(
        "holding",
        "promises to look or to come back",
        """
        look+|dig+|digging|check+|investigat* into|this|that|it|on_this|with_the|with_our|what|why|what's|closer
        {we} ?are|?is|?am|?currently|?already|?still|?now|?just|?actively|?have|?been|?all looking|investigating|
            checking|digging|working|chasing|trying|reviewing|discussing|aware|asking|escalating|pulling|tracking|
            testing|triaging|onto
        {will} ?be|?have|?also|?definitely|?get|?just|?now|?certainly|?try_to|?all|?make_sure|?ask_our|?ask_the|
            ?reach look|check|investigate|get_back|back|follow_up|update|report_back|report|raise|forward|pass|
            escalate|share|let|keep|find_out|ask|chase|dig|take|have_a|have_someone|circle|discuss|contact|reach|
            be_in_touch|touch|post|bring|try|consider|reply|respond|answer|work|see|fix|address|improve|relay|
            come_back|know_more|review|clarify|confirm|test|reproduce|sort|provide|publish|announce|add_it|put|write|
            be_back|return|give_you|talk|in_touch|looking|note|add_this|make_sure|out|speak|feed|send|document|patch|
            resolve|need_to_check
        let me|us ?just|?quickly|?first check|look|ask|find_out|see|investigate|confirm|get|dig|take|verify|pass|test|
            double_check|loop|talk|forward|look_into|think|try
        we|we're|i'm|team|is|are|i|already|now|be|ours|right|all|immediately on_it|on_this
        ^ on_it|confirmed|reproduced|repro'd
        we|i ?also|?too|?can|?could|?do|?indeed see|reproduce|confirm|replicate|repro|reproduced|replicated that|this|
            it|the_issue|the_bug|the_problem
        leaving|keeping|leave|keep|reopening|reopened|tagging|labelling|labeling|marking|assigning ?this|?it open|this|
            it|as_bug
        moved|moving|move|merging|merged|split|splitting ?this|?it|?the|?your|?thread|?topic|?post to|into|
            under category|right_category|the_right|its_own|support_category
        moved|moving ?this|?it|?the|?your|?thread|?topic|?post to|into
        keep|let's|let_us|stay ?us|?it|?this|?keep on_topic|civil|friendly|it_civil|it_on_topic
        follow|check|see|watch|monitor|updates|subscribe ..3 status_page|statuspage
        are|is|am|being ?currently|?now|?still|?also|?actively|?internally investigating|reviewing|looking_into|
            checking|triaging|assessing|discussing
        escalated|raised|flagged|discussing|shared|reported|tracked|tracking|forwarded ?this|?it|?that internally
        picked_up|taken_over|taking_over|taken_on|taking_on|pulled_up|own your|this|the|it ?case|?ticket|?personally
        you will|'ll have|hear|get|receive ..3 update|answer|news|reply|response|email|call|from
        you'll have|hear|get|receive ..3 update|answer|news|reply|response|email|call|from
        take|have|taking|having|took a ?quick|?closer|?proper|?good|?deeper look|peek
        {we} ?will|?am|?are|?team get|gets|getting|got|come|comes|coming|circle|circling|report|reporting|be back|
            in_touch
        get|got|come|circle|report|reporting|coming|getting|be back|right_back to_you|on_this|on_that|here|with|soon|
            asap|shortly|when|as_soon|tomorrow|by|once|after|in
        in_touch_with_you|be_in_touch|in_touch_shortly|in_touch_soon|get_in_touch_with_you|reach_out_to_you|
            contact_you|let_you_know|keep_you_posted|keep_you_updated|keep_you_in_the_loop|keep_everyone|keep_this|
            update_you|update_this|post_an_update|post_updates|more_soon|more_to_come|more_details_soon|stay_tuned|
            bear_with_us|hang_tight|hold_tight|hang_in_there|watch_this_space|give_us_a|give_me_a|one_moment|one_sec|
            a_moment_please|thanks_for_your_patience|thank_you_for_your_patience|appreciate_your_patience|
            please_be_patient|sit_tight|on_our_radar|on_the_case|on_our_list|on_my_list|on_their_screens|noted|
            duly_noted|taking_this_seriously|updates_here|update_here|follow_along|follow_up_with|as_soon_as_we|
            as_soon_as_i|once_we_know|when_we_know|as_soon_as_possible|working_on_a_fix|work_on_a_fix|working_on_it|
            working_on_this|working_on_that|working_hard|looking_at_it|looking_at_this|under_investigation|
            being_investigated|being_looked|in_review|aware_of_this|aware_of_the|aware_of_an|aware_of_it|made_aware|
            looped_in|looping_in|loop_in|cc'ing|ccing|pinging|tagging|paging|summoning|assigned_this|assigned_it|
            put_you_in_touch|connect_you|right_person|right_people|right_team|correct_team|relevant_team|
            appropriate_team|product_team|dedicated_team|support_team_will|will_assist|happy_to_help|glad_to_help|
            love_to_help|like_to_help|want_to_help|here_to_help|can_help_you|assist_you|help_you_with|look_closer|
            have_it_on|we_hear_you|making_a_note|made_a_note|added_to_our|on_the_list|reproduce_this|reproduce_it|
            trying_to_reproduce|need_some_time|need_to_check|have_to_check|have_to_ask|need_to_ask|asking_around|
            asked_the|asked_our|asking_the|asking_our|check_with|checking_with|confer_with|sync_with_the|speak_with|
            next_week_at_the_latest|before_the_weekend|by_end_of_day|get_someone|find_someone|got_someone|have_someone|
            treat_this|top_priority|high_priority
    """,
        sets=SETS,
    ),
    shape(
        "promise",
        "promises in the future tense",
        r"\b(?:we|i|someone|somebody|team|agent|agents|specialists?|engineers?|colleagues?|devs?|developers?|support|they)"
        r"(?:'ll| will)\b(?! not| never| no\b| always| only| be able| need| have to)",
        hints=("'ll", " will"),
    ),
    rule(
        "holding",
        "tells of work that goes on",
        """
        working|trying|hoping|aiming ?hard|?to|?towards|?on ?to restore|resolve|fix|solve|get|find|improve|reproduce|
            bring|solution|fix|update|resolution
        pinged|poked|nudged|alerted|notified|informed|asked|told|messaged|poking|pinging|asking|alerting our|the|my|
            someone|somebody|internally|@|a
        your|the|for patience
        team|support|engineering|they|devs|billing|colleagues|legal|sales has|have it|this|your_case|your_ticket|
            your_report
        coming|available|fixed|live|ready|sorted|resolved ?very soon|shortly|asap
        opened|created|raised|filed|logged|made a|an|the ?internal|?support|?bug|?new ticket|issue|case|task|report|bug
        allow|give us ?some|?a|?more time|bit|moment|few|while
        ^ moved|moving ?this|?it|?the|?your|?thread|?topic|?post from|to|into
        choose|pick|use|edit|change|add|give ..3 title|tag|tags|flair|subject_line
        click|tap|follow|use here|below|this_link|the_link|the_link_below ?to send|share|provide|submit|dm|message|chat|
            contact|reach|connect
        will|gonna|going_to ..4 soon|asap|shortly|eventually|at_some_point|some_day|when_i_have|when_we_have|once_i|
            once_we
        ^ ?and|?so will|gonna|shall ?also|?try_to add|fix|look|check|update|release|implement|merge|push|do|see|try|
            get|take|improve|consider|investigate|test|think|ship|publish|make|change|address|include
        ^ will_do|we're_experiencing|we_are_experiencing|we_are_currently_experiencing
        while we|i work|investigate|look|sort|fix|figure|check
    """,
    ),
)

ASKS_BACK: Final[tuple[Rule, ...]] = (
    rule(
        "asks_back",
        "asks for what it needs to know",
        """
        can|could|would|may|might|will you|u|we|i ?please|?maybe|?perhaps|?kindly|?possibly|?also|?quickly|?just|?have|
            ?get|?be_able_to|?mind share|post|send|provide|tell|paste|upload|attach|give|confirm|let_us|let_me|try|
            check|add|show|clarify|elaborate|describe|run|specify|explain|expand|be_more|include|sharing|posting|
            a_screenshot|your|the|more
        fill|filling|complete ?out|?in ?the|?this|?our|?whole form|template|questionnaire|issue_template
        please|pls|kindly|plz ?also|?do share|post|provide|tell|paste|upload|attach|confirm|let_us_know|let_me_know|
            show|clarify|elaborate|describe|fill|follow_the_template
        do|would you mind|have ..3 sharing|posting|sending|telling|a_screenshot|logs|the_logs|an_example|a_repro|an_id
        need|needs|without|require ..3 more_info|more_information|more_details|a_repro|a_reproduction|your_logs|
            some_logs|order_number|your_config|the_version|version_number|screenshot|repro_steps|steps_to_reproduce
        what_have_you_tried|what_did_you_try|have_you_tried|did_you_try|did_you_check|have_you_checked|
            what_does_it_say|what_are_you_trying|what's_your|whats_your|what_is_your|mind_sharing|got_a_link|
            link_to_the|what_exactly|how_so|such_as|like_what|what_do_you_mean|
            which_one|minimal_example|minimal_reproducible|mcve|show_your_code|post_your_code
        need|needs|any|some|with|have|got|provide|share|add|give|without|require|want ?a|?bit|?us|?me|?you|
            ?the more_details|more_detail|more_info|more_information|more_context
    """,
    ),
    rule(
        "inquires",
        "opens as a question does",
        """
        what|which|where|when|how|who|why ?exact|?exactly|?kind_of|?type_of|?other ..2 do|are|have|did|were|is|was|
            does|version|browser|os|plan|error|device|region|model|platform|exactly|system you|your|you're|the_output|
            it|on|that|this|error|message|using|do|does|are|says
        ^ have|did|do|are|were|is|was|does|any|what|which|how|where|when|hast|haven't|didn't|don't you|your|that|it|
            this|version|browser|chance|logs|error|the|os|output
    """,
    ),
)

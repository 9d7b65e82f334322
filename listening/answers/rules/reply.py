"""What a sentence of a reply does: answers, holds, asks back, or says nothing that answers."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule, shape

SETS: Final = {
    "us": "us me our_team our_support our_support_team our_helpdesk our_office the_team support customer_support",
    "we": "we i we're i'm we've i've we'll i'll our_team our_engineers the_team our_devs our_support_team somebody "
    "someone our_folks engineering our_engineering_team a_colleague my_colleague my_colleagues the_developers",
    "will": "will we'll i'll gonna going_to shall are_going_to am_going_to he'll she'll they'll",
    "dm": "dm dms pm pms direct_message private_message message email e-mail mail inbox note line call ring chat pn "
    "direct_messages private_messages ticket",
    "fixed": "fixed resolved patched shipped deployed released rolled_out rolled_back reverted merged restored solved "
    "corrected live",
}

DONE: Final[tuple[Rule, ...]] = (
    rule(
        "done",
        "tells that it was done",
        """
        fixed|resolved|patched|shipped|released|merged|added|landed|solved|removed|deprecated|supported|available|
            introduced|changed|included|corrected|dropped|reverted in|since|from|as_of|with|on|by ?the|?our|?version|
            ?release|?v|?all|?every ..2
        ^ ?ok|?all|?now|?it's|?and|?update|?yes done|fixed|merged|implemented|released|shipped|closed_by|fixed_by|
            resolved|added|patched|deployed|rolled_out|solved
        should|is|are|has|have|was|were|it's|that's|been|now|be ?now|?been|?already|?all|?fully|?just|?also {fixed}
        we|i|we've|i've|they|they've ?just|?now|?have|?already|?also fixed|patched|shipped|deployed|released|
            rolled_out|rolled_back|reverted|merged|restored|pushed|corrected|refunded|reset|unblocked|credited|
            raised_your
    """,
        sets=SETS,
    ),
    shape(
        "done",
        "a path through menus",
        r"\b(?:settings?|account|menu|profile|preferences|options|tools|file|edit|view|admin|billing|security|general|"
        r"advanced|interfaces?|system|apps?|properties|config|dashboard|console|project|workspace|help|more|⋯|…)"
        r"[\"'”]? ?(?:>|→|➔|»|⟶|->|=>|›)|(?:>|→|➔|»|⟶|->|=>|›) ?[\w\"'“][^\n.!?>→➔»⟶›]{0,40}"
        r"(?:>|→|➔|»|⟶|->|=>|›) ?[\w\"'“]",
        hints=(">", "→", "➔", "»", "⟶", "›"),
    ),
)

ANSWERS: Final[tuple[Rule, ...]] = (
    rule(
        "fact",
        "tells what is so",
        """
        we|we've|they|they've ?just|?now|?have|?already|?also removed|changed|renamed|disabled|extended|enabled|
            switched|moved|dropped|replaced|added|introduced|stopped
        is|are|was|it's|that's|this_is|its|thats ?actually|?by|?an|?a|?the|?just|?still|?not|?simply|?currently|
            ?only by_design|intended|intentional|expected|known_limitation|known_bug|limitation|deprecated|supported|
            unsupported|possible|impossible|available|included|required|optional|limited_to|capped_at|free|enough|
            due_to|caused_by|because|called|compatible|discontinued|end_of_life|allowed|permitted|covered|safe|billed|
            restricted|charged|enabled|disabled|documented|correct|normal|fine
        we|i|they|it|you|that|this|he|she don't|doesn't|won't|can't|cannot|do_not|does_not|will_not|isn't|aren't|
            can_not|never|no_longer ?currently|?yet|?really|?even|?officially|?actually|?natively support|offer|have|
            plan|do|allow|work|need|charge|store|share|sell|use|ship|run|provide|sync|cover|require|want|keep|accept|
            work_with|recommend|include|handle|change|exist|expose|count|affect|intend|matter|apply|touch|limit
        there|there's is|are|was|isn't|aren't|no|a|an|currently ?no ?a|?an|?no|?currently|?any|?not|?only|?also way|
            option|setting|flag|plan|plans|limit|workaround|api|endpoint|plugin|button|difference|guide|need|discount|
            extra|fee|toggle|switch|command|config|parameter|tool|script|reason|support|bug
        happens|occurs|appears|fails|works|breaks|shows|means ?only|?just|?fine when|if|because|since|with|for|only|on|
            that|without
        works ?for_me|?for_us|?fine|?great|?here|?perfectly with|on|for|if|when|since|here|fine|well|great|now
        you|you've|you're ?are|?have|?probably|?just|?simply|?only missing|forgot|forgotten|forgetting|using|calling|
            passing|confusing|mixing|hitting|supposed|better_off|limited|mixed_up|misspelled|mistyped
        adds|includes|keeps|stores|gives|counts|handles|treats|ignores|scans|re-scans|reads|writes|sends|uses|ships|
            renames|renamed|introduced|flipped|drops|dropped|replaces|replaced|allows|blocks|rounds|splits|converts
        because|the_reason_is|that's_because|it's_because|the_cause|root_cause|turned_out|turns_out|the_trick_is|
            the_problem_is|the_issue_is|the_fix_is|the_solution|the_answer_is|the_difference_is|a_workaround|
            workaround_is|as_a_workaround|short_answer|long_answer|tl;dr|honest_answer|in_short
        you'd|you'll|you|u|one|people|just ?only|?just|?simply|?also|?still|?then|?always|?probably|?actually can|
            could|need|needs|have|must|should|might|want|may|can't|don't|won't|shouldn't|cannot|get|would|needn't ?to|
            ?just|?also|?only|?always|?not|?then|?simply|?have|?be|?still|?either use|set|go|open|run|add|change|
            enable|disable|turn|export|import|install|update|upgrade|downgrade|remove|switch|click|find|select|choose|
            configure|create|delete|put|get|do|make|check|try|pass|call|pay|buy|move|connect|keep|restart|reset|clear|
            copy|download|rebuild|define|specify|write|edit|need|have|able|convert|route|apply|access|invite|cancel|
            filter|wrap|replace|pin|mount|resize|give|build|start|stop|ask|look|reach|request|lose|worry|toggle|
            override|bypass|schedule|send|read|see|wait|sign|log|point|combine|host|expect
        it|that|this|they|both|which|one|ours|mine|everything works|supports|comes|costs|takes|moved|needs|requires|
            lives|runs|uses|lets|allows|only|stays|depends|defaults|goes|counts|covers|includes
        takes|costs|supports|comes_with|comes_in|defaults_to|depends_on|ships_with|requires|applies_to|allows_you|
            lets_you|is_part_of|lives_in|lives_under|moved_to|is_called|is_under|is_in_the|are_in_the|are_under|
            renamed_to|stands_for|stops_working|equals|refers_to|covers|includes
        planned|scheduled|coming|targeted|slated|due|expected|aiming|available|arrives|arriving for|in|on|by|next|with|
            this|later ..3
        on|not_on our|the ?public|?product roadmap|backlog
        no_need|not_needed|no_plans|not_planned|not_possible|not_supported|not_yet|not_at_the_moment|not_currently|
            not_officially|not_any_time_soon|only_if|only_on|only_with|only_for|as_long_as|instead_of|out_of_the_box|
            not_today|no_eta|won't_fix|wontfix|not_going_to|you're_on_the_latest|up_to_you|it_depends|depends_on|
            out_of_scope|works_as_designed|on_all_plans|on_every_plan|free_of_charge|no_longer|as_of_today|up_to
    """,
        sets=SETS,
    ),
    rule(
        "step",
        "tells what to do",
        """
        ^ ?please|?just|?then|?so|?first|?now|?simply|?instead|?try_to|?also|?or|?and|?to|?hi|?yes|?no|?yep|
            ?sure go_to|go_into|open|click|tap|set|run|use|install|uninstall|reinstall|enable|disable|turn|toggle|add|
            remove|change|switch|restart|reboot|update_to|update_your|update_the|update_it|upgrade|downgrade|clear|
            delete|select|choose|pick|press|hold|put|create|edit|replace|rename|export|import|paste|copy|type|enter|
            log_out|sign_out|log_in|pass|call|configure|connect|disconnect|unplug|reset|rebuild|move|drag|wrap|
            increase|lower|raise|reduce|untick|tick|uncheck|check_that|check_if|check_whether|check_under|check_the|
            make_sure|ensure|download|navigate|append|specify|declare|import|pin|mount|rotate|revoke|regenerate|assign|
            apply|look_under|look_at|look_in|look_for|see_the|read_the|follow_the|head_to|scroll|right_click|try|don't|
            avoid|you_want|you_need|flush|resize|route|exclude|include|define|grep|git|docker|npm|pip|sudo|curl|
            kubectl|apt|brew|swap|scan|query|build|compile|patch|roll|wait_for|do_not|there's_a|there_is_a|there's_an|
            there_is_an|have_a_look_at|take_a_look_at
        under|in|from|via|through ?the|?your settings|preferences|account|admin|profile|options|menu|billing|dashboard|
            portal|console|workspace|config
        solved|fixed|fix|resolved|worked_around|sorted|got_around|got_it_working|worked ?it|?this|?that|?mine|?ours by|
            for_me|for_us|after|when|with
        by|try adding|setting|using|changing|switching|running|removing|disabling|enabling|turning|deleting|editing|
            upgrading|updating|downgrading|restarting|clicking|going|installing|reinstalling|opening|passing|putting|
            calling|clearing|replacing|rolling|moving|creating|resetting|increasing|lowering
        helped|did_the_trick|does_the_trick|do_the_trick|worked|works for_me|for_us|here
    """,
        sets=SETS,
    ),
    rule(
        "uses",
        "tells what he uses himself",
        """
        i|we|we've|i've|i'm|we're ?just|?also|?personally|?have|?always|?now|?currently|?been|?simply|?actually|?just|
            ?ended_up|?end_up|?can use|used|using|run|running|switched|moved|went|recommend|suggest|run_into|prefer|
            ended_up|settled|had|solved|set|wrote|tried|migrated|swear|second|vouch|like|love|stick|stuck|bought|
            go ..2 to|with|on|for|by|it|the|a|and|from|this|that|of
    """,
        sets=SETS,
    ),
    shape(
        "fact",
        "a version, price, share or setting",
        r"(?:\b(?:in|since|from|as of|to|until|with|before|after|version|release|on) (?:our |the |version |v|release )?"
        r"\d{1,4}\.\d+|\bv\d+(?:\.\d+)*\b|[$€£]\s?\d|\d ?(?:%|€|eur\b|usd\b|mb\b|gb\b|kb\b|tb\b|req\b|requests\b"
        r"|seats\b|users\b)"
        r"|\b(?:set|leave|put|change|keep|bump|raise|lower) (?:it|that|this|them) (?:to|at|on) \w"
        r"|\b(?:in|by|for|until|of|late|early|mid|targeting|planned) q[1-4]\b|\b\w+[_.]\w+\(|"
        r"(?:^|\s)--?[a-z][\w-]{2,}|\b[a-z]\w*_\w+\s?=)",
        hints=(*"0123456789", "set ", "leave ", "put ", "change ", "keep ", "bump ", "(", "-", "="),
    ),
)

WEAK: Final[tuple[Rule, ...]] = (
    rule(
        "yes_no",
        "opens with yes or no",
        """
        ^ ?hi|?hey|?hello|?well|?so|?and|?but|?ah|?haha|?hm|?sorry|?the_answer_is|?ha|?also yes|yep|yeah|yup|no|nope|
            nah|not_yet|correct|absolutely|definitely|certainly|indeed|exactly|unfortunately|sadly|both|neither|either|
            never|sure|of_course|afraid_not|i'm_afraid|nein|ja|oui|si|partly|partially|not_really|sort_of|kind_of|
            affirmative|always|none|same_as|only|yea|ya|not_quite|not_exactly|you_can|it_does|it_is|you_do
        ^ ?hi|?hey|?hello handle|all|there yes|yep|no|nope|not_yet|yeah
    """,
    ),
    shape(
        "yes_no",
        "answers in half a sentence",
        r"(?:\A|[.!?\n:] ?)(?:for (?:us|me),? |actually,? |yes,? |no,? )?(?:it|they|you|we|i|that|there) "
        r"(?:is|was|are|can|has|have|does|do|did|"
        r"will|isn't|wasn't|can't|won't|doesn't|don't|didn't|aren't)(?: not)?(?:[.,!;:]| \(|\Z|\n)",
        hints=(" is", " was", " are", " can", " has", " have", " do", " did", " will", " won"),
    ),
)

HOLDS: Final[tuple[Rule, ...]] = (
    rule(
        "holding",
        "moves it to a private channel",
        """
        dm|pm|dms|pn|msg us|me|@|for|with|your|sent|it|them|incoming
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
        please|pls|kindly|plz ?also|?do share|post|provide|tell|paste|upload|attach|confirm|let_us_know|let_me_know|
            show|clarify|elaborate|describe|fill|follow_the_template
        do|would you mind|have ..3 sharing|posting|sending|telling|a_screenshot|logs|the_logs|an_example|a_repro|an_id
        need|needs|without|require ..3 more_info|more_information|more_details|a_repro|a_reproduction|your_logs|
            some_logs|order_number|your_config|the_version|version_number|screenshot|repro_steps|steps_to_reproduce
        what|which|where|when|how|who|why ?exact|?exactly|?kind_of|?type_of|?other ..2 do|are|have|did|were|is|was|
            does|version|browser|os|plan|error|device|region|model|platform|exactly|system you|your|you're|the_output|
            it|on|that|this|error|message|using|do|does|are|says
        ^ have|did|do|are|were|is|was|does|any|what|which|how|where|when|hast|haven't|didn't|don't you|your|that|it|
            this|version|browser|chance|logs|error|the|os|output
        what_have_you_tried|what_did_you_try|have_you_tried|did_you_try|did_you_check|have_you_checked|
            what_does_it_say|what_are_you_trying|what's_your|whats_your|what_is_your|mind_sharing|got_a_link|
            link_to_the|more_details|more_info|more_context|what_exactly|how_so|such_as|like_what|what_do_you_mean|
            which_one|minimal_example|minimal_reproducible|mcve|show_your_code|post_your_code
    """,
    ),
)

NOTHING: Final[tuple[Rule, ...]] = (
    rule(
        "me_too",
        "has the same trouble or wish",
        """
        me|us|same|here too|here|also|as_well|problem|issue|boat|question|exact|error|situation|for_me|for_us
        ^ same|ditto|following|bump|commenting|subscribing|subscribed|boosting|curious|interested|this|up
        same|exact_same|similar|identical ?exact problem|issue|here|too|question|boat|error|behaviour|behavior
        same problem|issue|thing|error|question here|with|for|on|since|too
        having|have|seeing|see|get|getting|got|experiencing|facing|hit|hitting|face|experience ?exactly|?also|
            ?had ?this|?that|?the ?exact|?very same|similar|this|identical ?too|?problem|?issue
        also|us|too affects|affected|bitten|happening|happens|seeing|having|interested|curious|experiencing|wondering|
            waiting|would_like|want_to_know|looking_for|need|hit_by
        can|could|also ?also confirm ..5 still|same|problem|issue|happens|happening|bug|behaviour|behavior|error|too
        still|also a|an|the ?same problem|issue|bug for|in|with|on|here|as_of
        affects|affected|bit|bites|happens_to|hit us|me ?too
        would|love|like|curious|want|wanted|interested|keen|wondering|eager to_know|to_hear|as_well|too|in_this|
            the_same|about_this|in_the_answer|the_answer
        plus_one|upvoted|following_this|following_for|commenting_to_follow|remindme|bumping|friendly_bump|any_news|
            any_update|any_updates|seconded|thirded|count_me_in|in_the_same_boat|not_just_you|not_alone|
            you're_not_the_only|you_are_not_alone|glad_i'm_not|not_only_me|waiting_for_this|did_you_ever|did_you_find|
            did_you_get|ever_find_out|ever_figure|find_a_solution
    """,
    ),
    shape(
        "me_too",
        "plus one",
        r"\A\W{0,4}\+\s?1\b|(?:\A|\s)\^{1,3}(?:\s|\Z)|👀|☝|👆",
        hints=("+", "^", "👀", "☝", "👆"),
    ),
    rule(
        "approval",
        "approves or is pleased",
        """
        ^ ?this_is|?that's|?what_a|?very|?such|?really|?a|?wow|?so|?oh nice|great|good|cool|awesome|excellent|
            interesting|love|lovely|congrats|congratulations|well_done|bravo|amazing|fantastic|kudos|neat|sweet|
            beautiful|impressive|brilliant|welcome|perfect|wow|agreed|agree|hear|valid|fair|excited|glad|happy
        good|great|excellent|fair|valid|interesting|nice|legit ?old question|point|idea|catch|find|thinking|post|
            thread|job|work|spot|observation
        love|loving|like this|it|that|your|these|the
        so|very|how|absolutely|totally true|cool|agree|right|real|relatable|nice
        made_our_day|made_my_day|made_our_week|means_a_lot|keep_it_up|keep_up_the|well_deserved|rock_solid|
            works_great_for_us|no_problems_here|no_issues_here|never_had|never_had_a_problem|well_said|
            thanks_for_the_feedback|thanks_for_your_feedback|thank_you_for_your_feedback|thanks_for_the_love|
            happy_to_hear|glad_to_hear|good_to_hear|so_happy_that|delighted_to
    """,
    ),
    rule(
        "joke",
        "jokes or rants",
        """
        this_is_why|that's_why|thats_why|which_is_why i|we|people|nobody|everyone|nobody
        lol|lmao|lmfao|rofl|haha|hahaha|hehe|rip|/s|kek|xd|lulz|lel|hah
        pour_one_out|carrier_pigeon|thoughts_and_prayers|popcorn|here_we_go|first_time|welcome_to_the_club|laughs_in|
            cries_in|asking_the_real_questions|skill_issue|works_on_my_machine|have_you_tried_turning|
            turn_it_off_and_on|name_checks_out|found_the|this_is_the_way|it's_always_dns|i_see_what_you_did|plot_twist|
            shots_fired|hold_my_beer|sir_this_is|username_checks|tell_me_you|ask_chatgpt|let_me_google|lmgtfy|
            just_google|google_is_your|touch_grass|no_shit|you_must_be_new|have_fun_with|good_luck_with|good_luck|
            popcorn_time|grabs_popcorn|press_f|big_if_true|my_condolences|enshittification|you_get_what|no_one_knows|
            nobody_knows|dream_on|in_your_dreams|when_hell|pigs_fly|wouldn't_hold_my_breath|hold_your_breath|
            don't_hold_your|crystal_ball|magic_8|ask_a_wizard|sacrifice|pray|burn_it|set_it_on_fire|throw_it|hammer|
            buy_a_new_one|fell_asleep|my_cat|my_dog|my_wife|my_grandma|grandmother
    """,
    ),
    rule(
        "house_rule",
        "points to the rules of the place",
        """
        off|wrong topic|sub|subreddit|forum|place|section|category|channel|repo|repository|tracker
        this|your|the ?post|?submission|?question|?comment|?thread|?issue belongs|removed|was_removed|has_been_removed|
            has_been_locked|has_been_closed|will_be_closed|is_a_duplicate|duplicate_of|violates|breaks|off_topic|
            is_off_topic|should_be_in|should_go|was_automatically
        use|search|read|check|see|try ?the search|the_search|before_posting|the_rules|the_sidebar|the_faq|megathread|
            the_wiki|first_next_time|the_megathread|pinned|stickied|sticky
        per|breaks|violates|see|read|remember|violation_of ?our|?the ?community|?sub|?subreddit rule|rules|guidelines|
            code_of_conduct|policy
        rtfm|moderator|mods|mod_here|locking|locked|closing_as|closed_as|close_vote|vote_to_close|voting_to_close|
            duplicate_of|possible_duplicate|already_asked|asked_before|removed_for|i_am_a_bot|automatically|
            contact_the_moderators|flair|stay_on_topic|keep_it_civil|please_be_civil|welcome_to_stack|how_to_ask|
            take_the_tour|needs_more_focus|opinion_based|off-topic|not_a_support|wrong_forum|wrong_sub|please_use_the|
            please_don't_post|don't_hijack|new_thread|new_topic|start_your_own|separate_thread|one_question_per|
            marked_as_stale|marked_as_duplicate|stale|no_recent_activity|filled_in_the_template|follow_the_template|
            issue_template|first_issue_here|contributing_guide|google_it|cross_posted|crossposted
    """,
    ),
    rule(
        "pitch",
        "sells something",
        """
        check|try|consider|take_a_look|have_a_look|give|look ?out|?at our|my|us_a_try|mine|what_we ..3
        i|we|i've|we've|i'm|we're|just ?just|?also|?recently|?have|?been|?actually building|built|made|launched|
            launching|created|founded|wrote|work_at|run|developed|develop|offer|make ?a|?an|?the|?something|?exactly|
            ?my|?our tool|app|product|startup|saas|platform|alternative|solution|company|service|this_exact|
            exactly_this|for_this|for_that|plugin_for_this|that_does|agency|course|newsletter
        free|sign_up_for|book|start|get|schedule|grab|request|claim ?a|?your|?my|?our|?an ?free|?quick|?14-day|?30-day|
            ?personal trial|demo|discount|promo|coupon|consultation|audit|import|migration|ebook|call_with|today
        switch|switched|moved|migrated|migrate|left|come_over|move|jump|jumped|switching to|over|from|them ..8 best|
            better|never_looked|happy|happier|cheaper|love|loving|free|easier|amazing|so_much|game_changer|regret
        free|easy|simple for_30|for_14|for_life|for_a_month|trial|tier_too|forever|migration|days|month|months
        days|months|month|weeks|forever free|trial|on_us
        come_and|why_not try
        try ours|us
        off this|today|your|with|first|until|all|everything|for
        made_easy|made_simple|in_5_minutes|in_minutes|without_the_headache|use_code|promo_code|discount_code|affiliate|
            referral|link_in_bio|limited_time|special_offer|best_decision_ever|not_affiliated|game_changer|
            never_looked_back|10x|we'd_love_to_show|would_love_to_show|happy_to_show_you|happy_to_give_you|
            happy_to_demo|shameless_plug|self_promotion|founder_here|co-founder_of|founder_of|i'm_the_founder|
            full_disclosure|check_us_out|check_out_our|check_our|dm_me_for|dm_for|hit_me_up|we_do_this|we_do_exactly|
            we_solve|we_can_help_you|my_agency|our_solution|our_platform|our_tool|talk_to_our_sales|exactly_why_we|
            that's_why_we|this_is_why_we|reason_we_left|reason_we_built|learn_more_at|try_us|trusted_by|all-in-one|
            one-stop|migration_team|free_migration|migrate_you|we'd_be_happy_to_have|welcome_you
    """,
    ),
    rule(
        "guess",
        "only guesses",
        """
        maybe|perhaps|probably|presumably|possibly|guess|guessing|assume|assuming|speculation|speculating|supposedly
        not|no|never|don't ?entirely|?100|?really|?totally|?quite|?completely sure|idea|clue|certain|know|expert|tried|
            used_it|positive
        i|i'd|we ?would|?just|?don't|?can|?only guess|imagine|suppose|bet|assume|hope|doubt|wager|reckon|speculate
        heard|read|saw|rumor|rumour|rumors ..2 somewhere|that_they|it_was|they|has_it|they're
        pure_speculation|wild_guess|take_it_with|grain_of_salt|don't_quote_me|for_all_i_know|your_guess|
            i_could_be_wrong|may_be_wrong|might_be_wrong|never_used|haven't_used|haven't_tried|don't_use|no_idea|
            who_knows|dunno|idk|not_sure|hard_to_say|hard_to_tell|no_clue|don't_have_one|could_be_wrong|sold_mine|
            no_longer_have|don't_own|can't_help|cannot_help|wish_i_could|no_experience
    """,
    ),
    rule(
        "hedge",
        "is not quite sure",
        """
        might_be|could_be|may_be|likely|iirc|afaik|afaict|suspect|apparently
        i|i'd|we ?would|?just think|believe|expect
        seems|sounds|looks|feels like|to
    """,
    ),
)

POLITE: Final[tuple[Rule, ...]] = (
    rule(
        "polite",
        "is courteous",
        """
        sorry|apologies|apologise|apologize|apology|regret|our_bad|my_bad|oh_no|oops|ouch|yikes|ugh|uh_oh
        thanks|thank_you|thx|cheers|ty|much_appreciated|appreciate|grateful
        ^ hi|hello|hey|dear|greetings|good_morning|good_afternoon|good_evening|welcome|howdy|hallo|hola|bonjour
        that's|this_is|that|this|it|definitely|certainly ?definitely|?is|?does|?certainly|?not|?sounds|?really|?isn't|
            ?doesn't|?so not|sound|strange|weird|odd|unexpected|frustrating|annoying|good|right|great|ideal|like|
            how_it|the_experience|what_we|what_i'd|what_i|disappointing|concerning|bad|terrible|unusual|funny|scary
        understand|hear|see|get|feel|know|imagine how|your|this|the|that|why|you ?is|?must|?can ..2 frustration|
            frustrating|frustrated|annoying|concern|concerns|disappointment|pain|inconvenience|important|stressful
        hope ?this|?that|?it helps|clarifies|you|your|to|we|makes_sense
        let_us_know|let_me_know|feel_free|any_questions|further_questions|have_a_great|have_a_nice|best_regards|
            kind_regards|all_the_best|take_care|best_wishes|best|cheers|regards|have_a_good|hope_this_helps|
            hope_that_helps|hth|happy_to_hear|thanks_for_asking|great_question|good_question|inconvenience|
            not_the_experience|not_good|we_want_to_make_this_right|make_this_right|make_it_right|get_this_sorted|
            turn_this_around|thanks_for_flagging|thanks_for_reporting|thank_you_for_reporting|for_the_report|
            for_reaching_out|for_your_patience|for_bringing_this|for_letting_us_know|for_the_heads_up
    """,
    ),
)

RULES: Final[tuple[Rule, ...]] = (*DONE, *ANSWERS, *WEAK, *HOLDS, *ASKS_BACK, *NOTHING, *POLITE)

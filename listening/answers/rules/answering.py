"""What answers in a reply: what was done, what to do, what is so, yes and no."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.loosely import rule
from listening.scoring.patterns import Rule, shape

SETS: Final = {
    "fixed": "fixed resolved patched shipped deployed released rolled_out rolled_back reverted merged restored solved "
    "corrected live uploaded published implemented",
}

DONE: Final[tuple[Rule, ...]] = (
    rule(
        "done",
        "tells that it was done",
        """
        fixed|resolved|patched|shipped|released|merged|added|landed|solved|removed|deprecated|supported|available|
            introduced|changed|included|corrected|dropped|reverted in|since|from|as_of|with|on|by ?the|?our|?version|
            ?release|?v|?all|?every ..2
        correction|change|update|refund|reset|cancellation|transfer|booking|payment ?is|?has|?been|?now|?was done|
            completed|processed|issued
        found|identified|spotted ?it|?and|?the|?cause fixed|corrected|patched|removed|replaced|reverted
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
        it|that|this|which ?just|?basically|?simply means|refers|stands_for
        adds|includes|keeps|stores|gives|counts|handles|treats|ignores|scans|re-scans|reads|writes|sends|uses|ships|
            renames|renamed|introduced|flipped|drops|dropped|replaces|replaced|allows|blocks|rounds|splits|converts
        has_to_be|have_to_be|must_be|needs_to_be|need_to_be|has_to_go|has_to_match|must_match|must_not|must_have|
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
        now cover|covers|support|supports|allow|allows|include|includes|accept|accepts|ship|ships|offer|offers
        it's|its|it_is|they're|that's|both_are ?all|?already|?right|?just in|under|at|on|below|behind|inside the|our|
            your
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
            kubectl|apt|brew|swap|scan|query|build|compile|patch|roll|wait_for|do_not|dispute|cancel|unsubscribe|register|sign_up|apply_for|make_one|make_a|make_an|send_a|send_an|write_a|start_with|stop_using|take_the|take_a|get_a|get_the|
            find_the|clean_the|measure_the|plug_it|keep_it|order_the|buy_a|buy_the|rewrite|bind|attach|purge|prune|strip|bump|clone|
            prepend|escape|renew|there's_a|there_is_a|there's_an|
            there_is_an|have_a_look_at|take_a_look_at
        if|then|and|or|when you ?just|?simply|?then press|click|tap|open|hold|delete|remove|go_to|go_into|set|run|add|
            change|switch|restart|reset|disable|enable|unplug|select|type|enter|long-press|double-click
        best|better|easiest|safest|simplest|quickest ?to|?is|?thing|?option|?bet|?would|?be|?just ..1 use|try|install|
            switch|stick|set|wait_for|go_with|upgrade|downgrade|start|run|keep|move
        then|and|or|to|just press|click|tap|go_to|go_into|hold|delete|unplug|reinstall|uninstall|restart|reboot|
            log_out|sign_out|scroll the|your|it|on|down|into|to|that|all|application|settings|back|again
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
        "opens with a limited yes or no",
        r"\A\W*(?:@\S+\s+)*(?:not|only|mostly|almost|barely|technically|hardly|there's|there is|there are|there was)\b"
        r"(?! (?:sure|me|again|true|a |an |cool|good|great|the |surprised|to be|to worry))",
        hints=("not", "only", "mostly", "almost", "barely", "technically", "hardly", "there"),
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

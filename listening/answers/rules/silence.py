"""What says nothing that answers: me too, applause, jokes, house rules, pitches, guesses, courtesy."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.loosely import rule
from listening.scoring.patterns import Rule, shape

NOTHING: Final[tuple[Rule, ...]] = (
    rule(
        "me_too",
        "has the same trouble or wish",
        """
        me|us|same|here too|here|also|as_well|problem|issue|boat|question|exact|error|situation|for_me|for_us
        ^ same|ditto|following|bump|commenting|subscribing|subscribed|boosting
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
        "house_rule",
        "only closes or sighs",
        r"\A\W*(?:closed|closing|sigh|hmm+|ouch|oops|reopened|reopening|bump)\W*\Z",
        hints=("clos", "sigh", "hmm", "ouch", "oops", "reopen", "bump"),
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
            buy_a_new_one|business_model|fell_asleep|my_cat|my_dog|my_wife|my_grandma|grandmother
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
        please|pls no|refrain|remain|stay
        pr|prs|pull_request|pull_requests|contributions|patches|contribution ?is|?are|?would|?be|?always|?very|?more|
            ?than welcome|appreciated|accepted
        closing|closed|close ?this|?it|?as|?the|?issue|?for|?due|?because|?of|?now|?to|?there|?was|?is|
            ?no inactivity|stale|response|activity|feedback|reply
        took_them_out|took_it_out|edited_your_post|edited_your_title|fixed_your_formatting|read-only|read_only|
            this_board|removed_your|hid_your|redacted|rtfm|moderator|mods|mod_here|locking|locked|closing_as|closed_as|
            close_vote|vote_to_close|voting_to_close|duplicate_of|possible_duplicate|already_asked|asked_before|
            removed_for|i_am_a_bot|automatically|contact_the_moderators|flair|stay_on_topic|keep_it_civil|
            please_be_civil|welcome_to_stack|how_to_ask|take_the_tour|needs_more_focus|opinion_based|off-topic|
            not_a_support|wrong_forum|wrong_sub|please_use_the|please_don't_post|don't_hijack|new_thread|new_topic|
            start_your_own|separate_thread|one_question_per|marked_as_stale|marked_as_duplicate|stale|
            no_recent_activity|filled_in_the_template|follow_the_template|issue_template|first_issue_here|
            contributing_guide|google_it|cross_posted|crossposted
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
        "greeting",
        "greets",
        """
        ^ hi|hello|hey|hallo|hola|bonjour|howdy ?there|?all|?everyone|?team|?folks
    """,
    ),
    rule(
        "polite",
        "is courteous",
        """
        sorry|apologies|apologise|apologize|apology|regret|our_bad|my_bad|oh_no|oops|ouch|yikes|ugh|uh_oh
        thanks|thank_you|thx|cheers|ty|much_appreciated|appreciate|grateful
        ^ dear|greetings|good_morning|good_afternoon|good_evening|welcome
        that's|this_is|that|this|it|definitely|certainly ?definitely|?is|?does|?certainly|?not|?sounds|?really|?isn't|
            ?doesn't|?so not|sound|strange|weird|odd|unexpected|frustrating|annoying|good|right|great|ideal|like|
            how_it|the_experience|what_we|what_i'd|disappointing|concerning|bad|terrible|unusual|funny|scary
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

"""Rules for complaints and their reasons.

``complaint`` rules say by themselves that something bad was experienced; ``experience`` and ``negative`` rules make
a complaint only together.
"""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule, shape

RULES: Final[tuple[Rule, ...]] = (
    # bug
    rule(
        "complaint",
        "does not work",
        """
        {not} ..2 work|working|function|functioning|responding|loading|syncing|sending|connecting|opening|updating
        stop++ ..1 working|loading|syncing|sending|responding|charging|firing|updating|receiving|showing|recording|
            tracking|playing|connecting|printing|importing|exporting|accepting|being
        nothing|nothing_ever|hardly_anything|neither|none works|work|loads|helps|happens
        quit working|syncing
        no_longer work+|load+|sync+|open+
        {fails} ..2 load|open|start|connect|play|turn_on|sync|send|save|install|boot|let_me|charge|show|show_up|
            recognise|
            recognize|download|update|render|fire|arrive|come_through|finish|appear|launch|view|upload|respond|work
        not|isn't|aren't being|getting sent|delivered|saved|synced|received|shown
        {thing} is|are|isn't|aren't|still ..1 broken|broke|bugged|borked|glitching|unresponsive|useless
        won't|can't|doesn't even open|load|start|work
    """,
    ),
    rule(
        "complaint",
        "crash or bug",
        """
        crash+|freeze+|froze|frozen|hang+|glitch+
        keep+|constantly|always|randomly logging_me_out|crashing|freezing|failing|dropping|disconnecting|breaking|
            losing|restarting|buffering|timing_out
        bug|buggy|bugs|glitchy|regression|infinite_loop|data_loss|corrupted|corrupt+
        error|errors|exception message|code|when|while|every|on|trying|after
        get+|throw+|return+|show+|see+|keep+|gives|giving|got ..3 error|errors|exception|500|502|503|504|timeout|
            timeouts
        fail+ to|on|every|silently|again|when|with
        broke|breaks|broken|breaking ?our|?my|?the|?every build|pipeline|workflow|workflows|integration|setup|
            dashboard|api|again|after|since|link|production|prod
        lost all|my|our|everything|half
        wiped|deleted|erased|disappeared|vanished ..2 my|our|all|data|files|everything|history
        duplicate|duplicated records|contacts|rows|invoices|entries
        wrong|incorrect|missing data|numbers|results|values|totals|amount|item|order|size|rows|records
        screen_of_death|blank_screen|black_screen|white_screen|stuck_on|stuck_at|stuck_in
        defective|faulty|damaged
    """,
    ),
    # outage
    rule(
        "complaint",
        "outage",
        """
        outage|outages|downtime
        is|are|was|been|still|goes|went|keeps_going|going completely|totally down|offline|unavailable
        {thing} is|are|was|has_been|have_been|went|still|goes|been ..2 down
        down again|for_hours|all_day|all_morning|since
        been|still|are|is ..1 down for|since|again|all
        {cant} ..1 reach|access ..4 site|server|servers|website|api|dashboard|service
        status_page ..4 green
        connection_refused|gateway_timeout|service_unavailable
    """,
    ),
    # performance
    rule(
        "complaint",
        "slow",
        """
        slow|sluggish|laggy|lagging|lags|unbearably|slower|slowest|crawl|crawling
        take+|took ..2 too_much_time|to_long|forever|ages|eternity|too_long|so_long
        take+|took|taking|waits|load+|render+ ..4 {time} to load|open|render|sync|process|respond|start|finish|run
        time+_out|timeout|timeouts|timed_out
        battery ..3 drain+|die+|dead|life
        drain+|eats|eating|hogs|hogging ..3 battery|memory|ram|cpu
    """,
    ),
    # billing
    rule(
        "complaint",
        "billing",
        """
        charge+|bill+|debited ?me|?us|?my|?our ..3 twice|again|double|three_times|extra|without|wrong|after|anyway
        double_charged|overcharged|overcharge|overcharging|double_billed|double_billing|mischarged|charged_me
        still|keep+|kept charging|billing|charged|billed
        hidden|surprise|ridiculous|outrageous|extra|cancellation|absurd fee|fees|charge|charges|cost|costs
        want|need|demand|give|get|where|waiting|refuse+|never|no|still ..4 refund|refunded|my_money|money_back|
            reimburs*
        refund+ ..3 never|refused|denied|declined|still
        refuse+|deny|denied|won't|wouldn't|no ..2 refund
        bill|price|prices|pricing|invoice|renewal|cost|costs|rates|fee ..3 doubled|tripled|jumped|skyrocketed|
            went_up|hiked|increased
        price_hike|price_increase|price_gouging|raised|raising ..1 prices|our_price|the_price|rates
        rip+_off|ripoff|rip++|scam|scammed|scammers|money_grab|cash_grab|stole|stealing|robbed|bait_and_switch|
            overpriced|extortion*
        waste_of money|time|space
        too|way_too|so|insanely|ridiculously expensive|pricey
    """,
    ),
    # support
    rule(
        "complaint",
        "no answer from support",
        """
        no|zero|without|never|still_no|not ..2 response|reply|replies|answer|respond|responded|replied|answered|
            reply+|heard|help_from|update_from|follow_up
        nobody|no_one|noone|none ..3 respond+|reply+|answer+|help+|care+|knows|picks|called
        ignore+|ignoring ?my|?our|?us|?me|?the ..2 email|emails|ticket|tickets|customers|customer|request|requests|
            calls|us|me
        being_ignored|been_ignored|ghosted|given_the_runaround|runaround
        ticket|tickets|case|request|issue|bug|emails ..4 still_open|unanswered|open_for|open_since|closed_without|
            ignored|unresolved|no_response
        on_hold|hung_up|hold_for|hang_up|disconnected_me|been_transferred
        hear|heard|received|getting ..1 nothing|crickets|radio_silence|no_news
        haven't|hasn't|didn't|never|hadn't ..2 hear|heard|received|respond|responded|replied|gotten|got|answered|
            arrived|shipped|been_fixed|been_resolved
        wait+ ..4 {time}
        waiting on|for ..3 response|reply|answer|refund|call|agent|someone|rep|delivery|order
        {time} later|and_counting|and_still|and_no|without
        {cant} get ..4 through|hold_of|someone|anyone|a_human|an_answer|help|response|answer
        customer_service|customer_support|support|support_team|service|helpdesk ..3 terrible|awful|horrible|worst|
            useless|sucks|joke|appalling|poor|bad|non_existent|nonexistent|lacking|slow|rude|pathetic|disgusting|fail
        terrible|awful|horrible|worst|useless|poor|bad|pathetic|disgraceful|appalling|rude|shocking|shit|unhelpful|
            incompetent ..2 customer_service|service|support|customer_care|staff|agents|agent|experience|communication
        rude|unhelpful|clueless|incompetent|unprofessional
        hour|hours|mins|minutes|min on|at hold|phone
    """,
    ),
    # account
    rule(
        "complaint",
        "locked out",
        """
        lock+_out|locked_me|lock+_me|locked_us
        {cant} ..1 log_in|login|log_into|sign_in|sign_into|access|reset|get_into|log_on|verify|register|check_in|
            activate
        account ..2 suspended|locked|banned|disabled|hacked|deactivated|blocked|closed|terminated
        suspend+|disable+|ban++|deactivated ..2 account|accounts
        password_reset|reset_link|verification_code|2fa|confirmation ..4 never|not|doesn't|isn't|won't|fails
        logs_me_out|logged_me_out|kicks_me_out|kicked_me_out
    """,
    ),
    # contract
    rule(
        "complaint",
        "contract",
        """
        auto_renewed|auto_renewal|autorenew|auto_renew|autorenewed
        {cant} ..2 cancel|unsubscribe|get_out_of
        impossible|hard|difficult to cancel|unsubscribe
        locked_into|stuck_in|stuck_with|trapped_in ..3 contract|plan|term
        refuse+|won't ..3 cancel|honor|honour
        lock_in|vendor_lock_in|held_hostage
        false_advertising|misleading|misled|lied|lies|liars|lying|deceptive|dishonest
    """,
    ),
    # security
    rule(
        "complaint",
        "security",
        """
        data_breach|breach|breached|leaked|leaking|data_leak|unpatched_vulnerability|privacy_nightmare
        security_hole|security_flaw|security_issue|security_problem|plain_text_passwords
        sell+|sold ..2 my_data|our_data|user_data
        account|accounts|been|was|got hacked|compromised
    """,
    ),
    # usability
    rule(
        "complaint",
        "hard to use",
        """
        confusing|clunky|unintuitive|user_unfriendly|cumbersome|convoluted|unusable|unreadable|cluttered|bloated|
            tedious
        hard|difficult|impossible|pain|nightmare|painful to use|find|navigate|set_up|figure_out|configure|understand|
            read|manage|get|integrate
        makes_no_sense|not_intuitive|not_user_friendly|poorly_designed|badly_designed|steep_learning_curve
        new|latest ui|update|design|layout|version|interface is|are|has ?so|?really|?just|?absolutely terrible|awful|
            horrible|worse|ugly|bad|sucks|ruined|garbage
        ruined|worsened|messed_up|screwed_up|screwed
        annoying|annoyingly|irritating|infuriating|frustrating|aggravating
    """,
    ),
    # missing feature
    rule(
        "complaint",
        "missing feature",
        """
        still|sadly|unfortunately|can't_believe ..3 no|doesn't|can't|lacks|missing|lacking ?support|?have|?allow|?a|
            ?an|?any dark_mode|option|way|feature|support|export|api|search|undo|filter|integration
        lack+_of|lacking|lacks|limited_to
        remove+|removed|removing|killed|killing|dropped|dropping ..3 feature|features|option|support|button|ability|
            functionality
        missing ..2 feature|features|functionality|basics|option
        basic feature|features|functionality
    """,
    ),
    # late, lost, cancelled: what a service did to its customer
    rule(
        "complaint",
        "late or lost",
        """
        delay+|cancelled|canceled|cancellation|overbooked|stranded|rescheduled ?my|?our|?flight|?flights|?again|
            ?order|?after|?due|?on|?and|?without
        miss+|lost|losing|lose|misplaced|broke|damaged|destroyed ?my|?our|?all bag|bags|luggage|connection|
            connecting|flight|package|baggage|suitcase|order|parcel
        never|not|hasn't|haven't|didn't|still_not ..1 arrive|arrived|delivered|received|shipped|show_up|showed_up|come
        where's|where|where_is|wheres ?the_hell|?the_fuck|?is|?are my|our|the order|package|bag|bags|refund|luggage|
            parcel|delivery|money
        sit+|sat|stuck ..4 tarmac|runway|airport|plane|queue
        late flight|again|by
    """,
    ),
    # strong words that need no further experience
    rule(
        "complaint",
        "plain grievance",
        """
        piece_of crap|shit|junk|garbage|trash
        worst ..3 ever|experience|company|airline|service|support|product|app|software|update|website|customer|i've|
            tool|vendor|flight
        never|not|won't|wouldn't|will_never|don't|last_time ..1 again|flying|fly|buying|buy|using|use|shopping|shop|
            ordering|recommend|recommended|trust
        fed_up|sick_of|tired_of|had_enough|last_straw|done_with|had_it_with|so_over|give_up_on
        disappoint+|unacceptable|ridiculous|disgrace*|shameful|shame_on|appalled|disgusted|frustrated|outraged|
            furious|ridiculously|inexcusable|atrocious|abysmal|pathetic|fuming|unimpressed|displeased|dissatisfied|
            unhappy_with
        a|complete|total|absolute|such_a|what_a ?complete|?absolute|?total|?utter joke|nightmare|disaster|mess|
            shambles|fiasco|farce|letdown
        get_your_act together
        do_better|fix_your|fix_this|fix_it|sort_it_out|sort_this|need_to_fix|please_fix|needs_to_be_fixed|
            get_it_together|fix_the|pls_fix
        what_is_wrong_with|what's_wrong_with|wtf|what_the_hell|what_the_fuck|how_dare
        not|isn't|wasn't|nothing|never ..1 happy|impressed|acceptable|good_enough|helpful|amused|cool|ok|okay|
            impressive|satisfied|helping
        issue|issues|problem|problems|trouble|difficulty|difficulties with|logging|connecting|getting|after|since|
            when|using|trying|again
        have+|had|having ..3 issue|issues|problem|problems|trouble|difficulty|difficulties
        regret+ ..2 buy*|purchas*|switch*|upgrad*|sign*|choos*|mov*
        downgrad*_from|gone_downhill|going_downhill|getting_worse|gets_worse|worse_and_worse|used_to_be
    """,
    ),
    rule(
        "negative",
        "negative words",
        """
        awful|terrible|horrible|horrid|useless|garbage|trash|crap|crappy|shit|shitty|bullshit|sucks|suck|sucked|suks|
            hate|hates|hated|worthless|rubbish|lousy|dreadful|lame|stupid|dumb|pissed|angry|upset|mad|worst|worse|
            bad|poor|poorly|joke|unfair|insane|nightmare|fuck|fucking|damn|wtf|fail|fails|failed|failing|fail+|
            epic_fail|ugh|smh|unfortunately|annoyed|unreliable|flaky|inconsistent|mess|nonsense|absurd|insulting|
            lazy|greedy|sad|sadly
        not|isn't|wasn't|don't|didn't ..2 good|great|helpful|fair|right|like|worth|fun|nice|enough|reliable
        broken|wrong|issue|issues|problem|problems|error|lost|stuck|trouble|unusable
    """,
    ),
    rule(
        "negative",
        "negation",
        """
        unable|doesn't|doesnt|can't|cant|won't|wont|cannot|didn't|didnt|isn't|isnt|haven't|hasn't|couldn't|wouldn't|
            don't|dont|missing|complaint
    """,
    ),
    rule(
        "negative",
        "emphatic disappointment",
        """
        so_much_for|thanks_for_nothing|no_thanks_to|way_to_go|good_job|nice_job|are_you_kidding|you_kidding|
            you_serious|seriously|really_now|come_on|c'mon|what_gives|why_is_it|still_waiting|still_no|still_not
    """,
    ),
    rule(
        "experience",
        "what happened to me",
        """
        my|our|i|we|us|me ..3 order|account|flight|ticket|tickets|package|phone|laptop|bag|bags|subscription|payment|
            reservation|booking|refund|team|customers|data|money|seat|seats|plan|invoice|contract|renewal|card|email|
            emails
        i've|i_have|we've|we_have|i_was|we_were|i_am|i'm|we're been|trying|waiting|on_hold|told|charged|calling|
            getting|having|stuck|using|paying|still
        i|we ?just|?have|?still tried|called|emailed|paid|bought|ordered|waited|contacted|asked|reported|spent|
            upgraded|updated|installed|purchased|booked|received|switched|submitted
        customer|customers|since_the_update|since_update|after_the_update|last_update|new_update|latest_update|
            after_updating|after_update
        yesterday|today|this_morning|tonight|last_night|all_day|for_hours|hours|twice|again|still|every_time|
            everytime|second_time|third_time|all_morning
    """,
    ),
    rule(
        "experience",
        "demand",
        """
        your|you|u|ur ..4 app|site|website|service|product|support|system|team|agents|staff|flight|flights|update|
            customers|customer|policy|people|software|store|crew|employees|page|server|servers|tool|api|company|plane
        please|pls|plz ..1 fix|help|resolve|respond|reply|refund|explain|address|look_into|sort|advise|bring_back|
            stop|answer|dm
        need ..2 help|assistance|answers|resolution|to_speak|to_talk|someone
        can|could|would you|u|someone|somebody|anyone ?please|?pls|?plz|?at_least help|fix|explain|respond|call|
            assist|tell_me
        i|we want|expect|deserve|demand|need
        help_me|fix|contact_me|call_me|dm_me|get_back_to_me|answer_your|answer_the|pick_up
        why|how_come|when ..2 you|your|my|the|is|are|does|won't|can't|isn't
        cancel+|switching|switch|unsubscrib*|uninstall*|leaving|refund|compensation|reimburse*|complaint|bbb|lawyer|
            sue
    """,
    ),
    shape("experience", "said to a company", r"\A\n+", hints=("\n",)),
    rule(
        "complaint",
        "no complaint",
        """
        no|zero|without|never_any|never_had|not_a|haven't_had|not_had_any|can't_find_any ?real|?single|?major|?any|
            ?other|?a complaint|complaints|issue|issues|problem|problems|bug|bugs|crash|crashes|downtime|outage|
            outages|trouble|hiccup|hiccups|regrets
        can't|cannot|nothing_to complain
        never|hasn't|didn't|doesn't|not ..1 crash|crashed|failed|fail|disappoint|disappoints|disappointed|freezes|
            lag|lags|let_me_down
    """,
    ),
    rule(
        "complaint",
        "job advert",
        """
        we're|we_are|now|is|are|i'm hiring
        job_opening|join_our_team|apply_now|open_position|open_role|vacancy|we_are_looking_for|we're_looking_for
    """,
    ),
    rule(
        "complaint",
        "news or report",
        """
        study|survey|report|reports|according_to|researchers|webinar|whitepaper|blog_post|hiring|
            we're_hiring|job_opening|podcast|episode|new_post
        how_to|tips_for|ways_to|guide_to|top_10|top_5
    """,
    ),
    rule(
        "complaint",
        "thanks",
        """
        thank_you|thanks|thx|thankyou|appreciate+|kudos|shout_out|shoutout
    """,
    ),
)

"""Rules for praise of a product, a service or the people behind it."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "praise",
        "love",
        """
        love|loving|loved|adore|luv|obsessed_with|in_love_with|big_fan_of|huge_fan_of|can't_live_without ?the|?this|
            ?your|?my|?our|?it|?how|?using|?that|?you|?what|?these the|this|your|my|our|it|using|you|what|new|
            {thing}|ƀ*
        highly_recommend|can't_recommend|strongly_recommend|would_recommend|definitely_recommend|totally_recommend|
            worth_every_penny|worth_the_money|worth_it
        best ..3 ever|tool|app|product|service|support|decision|company|airline|flight|software|crew|experience|
            customer_service|purchase|thing|update|around|out_there|on_the_market|team|vendor
        recommend ..2 to_everyone|to_anyone|to_everybody|everyone
    """,
    ),
    rule(
        "praise",
        "admiration",
        """
        amazing|awesome|excellent|fantastic|outstanding|brilliant|superb|wonderful|incredible|flawless|phenomenal|
            impressive|stellar|terrific|magnificent|fabulous|exceptional|top_notch|top_tier|rock_solid|first_class|
            world_class|kick_ass|badass|game_changer|lifesaver|life_saver|life_changer|godsend|gem|joy_to_use|
            pleasure_to_use|delightful|second_to_none|best_in_class
        great|good|nice|perfect|solid|beautiful|superior|quick|fast ..2 job|work|product|app|tool|service|support|
            experience|customer_service|team|stuff|software|company|feature|design|update|release|response|library|
            flight|crew|people|idea|docs|documentation|improvement|value
        works|work|worked|working|runs|running ..1 perfectly|flawlessly|beautifully|great|wonderfully|like_a_charm|
            like_a_dream|very_well|really_well|so_well|as_advertised|out_of_the_box|seamlessly|smoothly
        easy|simple|intuitive|effortless|fun|smooth to_use|to_set_up|to_setup|to_install|to_understand|and_intuitive|
            onboarding
        so|super|really|very|incredibly|extremely|surprisingly easy|helpful|fast|intuitive|useful|smooth|friendly|
            reliable|responsive|impressed|happy|good|nice|pleased|grateful|cool
        impressed|blown_away|pleasantly_surprised|delighted|couldn't_be_happier|so_happy|very_happy|thrilled|
            never_disappoints|never_let_me_down|exceeded|big_fan|huge_fan|rocks|rock|ftw|nailed_it|nails_it|hats_off
    """,
    ),
    rule(
        "praise",
        "thanks",
        """
        thanks|thank_you|thankyou|thx|kudos|shout_out|shoutout|props|appreciate|bravo|well_done|hats_off|congrats|
            congratulations|grateful|much_appreciated
    """,
    ),
    rule(
        "praise",
        "saves effort",
        """
        save+|saving ..3 hours|time|money|days|weeks|tons|headaches|my_life|day
        so_much easier|faster|better|simpler|smoother
        make+|made ..4 easier|easy|a_breeze|painless|so_simple
        resolved|fixed|solved|answered|replied|responded|got_back ..5 within|quickly|immediately|minutes|fast|
            promptly|right_away|in_no_time
        no|zero|without|never_any|never_had ?real|?single|?major|?any complaint|complaints|regrets|downtime|issues|
            problems|trouble|bugs
        rescued|lifesavers|go_to_tool|couldn't_live_without|cannot_live_without|happy_customer|happy_with|
            satisfied_with|glad_we|glad_i
    """,
    ),
    rule(
        "praise",
        "negated",
        """
        not|isn't|wasn't|aren't|never|don't|doesn't|didn't|wouldn't|hardly|no|nothing|can't_say|won't ..2 love|
            recommend|great|good|amazing|awesome|impressed|happy|work+|perfect|easy|intuitive|helpful|nice|best|
            worth|impressive|impress
        would|could|should|might ?really|?also be ..2 nice|great|good|awesome|perfect|better|helpful|amazing
        i'd|would|we'd love|appreciate|like
        if_only|used_to_be|was_great|were_great|was_good|thanks_but|thanks_for_nothing|in_advance|
            thank_you_for_your_patience|any_help
    """,
    ),
)

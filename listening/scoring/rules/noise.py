"""Rules for spam, and for false statements about a brand that others put right or that sound like hearsay."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule, shape

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "spam",
        "begs for attention",
        """
        subscribe|follow|visit|check_out|checkout|check|like|view|watch|click|join ?out|?to|?on|?the|?me|?us|
            ?please my|our channel|channels|page|video|videos|site|website|profile|link|playlist|music|blog|cover|
            store|new|first
        check_out|check|subscribe|watch|visit|like|add|follow ..2 playlist|my_channel|my_youtube|my_page|my_video|
            my_videos|my_music|this_playlist|my_cover|my_song|my_book
        please|pls|plz|first ..2 subscribe|subscriber|subscribers|sub|like_my|read_my|watch_my|click_on
        sub_4_sub|sub4sub|follow_back|follow4follow|like4like|f4f|subscribe_to|subscribe_me|subscribe_and|
            subscribe_back|please_subscribe|pls_subscribe|sub_me|sub_to|i_will_subscribe|thumbs_up_if|thumbs_up_for|
            like_this_comment|hit_that_like|smash_that_like|subscribers|give_us_a_like|share_this_video
        link_in_bio|link_in_my_bio|dm_me_for|dm_for|inbox_me|whatsapp_me|message_me_on_whatsapp|telegram_group|
            add_me_on|hmu_on
    """,
    ),
    rule(
        "spam",
        "money for nothing",
        """
        make|earn|earning|earned|making|made|win|get|receive ..4 money|cash|dollars|$|usd|bitcoin|btc|followers|
            profit|income|gift_card|giftcard|per_day|a_day|per_week|per_hour
        work_from_home|working_from_home_job|online_job|easy_money|free_money|passive_income|get_rich|make_money|
            financial_freedom|investment_opportunity|guaranteed_profit|double_your|100_guaranteed|risk_free|
            no_experience_needed|forex|binary_options|crypto_signals|recovery_expert|recover_your|hack_any|
            hacker_for_hire|loan_offer|instant_loan
        buy|cheap|discount|order|get ..2 followers|viagra|cialis|pills|replica|jerseys|handbags|essays|backlinks|
            seo_services|likes|reviews|accounts
        limited_time|act_now|click_here|click_below|click_the_link|click_this_link|visit_my|visit_our|promo_code|
            use_code|use_my_code|referral_code|coupon_code|free_gift|you_have_won|you've_won|congratulations_you|
            claim_your|claim_now|free_iphone|giveaway|100_free|order_now|buy_now|call_now|hurry_up|best_price|
            lowest_price
        hot|sexy|nude|naked|single girls|ladies|women|cams|cam|singles|pics
        escort|escorts|casino|betting_tips|slot_gacor|porn|xxx|onlyfans|adult_dating
    """,
    ),
    shape("spam", "many tags", r"(?:#\w{2,40}+[^\w#]{0,4}+){7}", hints=("#",)),
    shape("spam", "shouted signs", r"!{8}|\${4}|[🔥💰💵🤑👉🚀]{3}|💰|🤑", hints=("!!!!!!!!", "$$$$", *"🔥💰💵🤑👉🚀")),
    rule(
        "inaccuracy",
        "puts right",
        """
        that's|this_is|that_is|it's|which_is|is|are|simply|just|actually|factually ?not|?actually|?just|?simply|
            ?completely|?plain|?totally false|untrue|incorrect|inaccurate|misinformation|not_true|fake_news|a_myth|
            a_lie|outdated_information|wrong_information|not_correct|not_accurate
        misinformation|disinformation|debunk*|fact_check|factually_wrong|common_misconception|misquoted|misreported|
            misrepresent*|out_of_date_information
        contrary_to|despite_what|not_what ..4 says|say|claims|claim|article|docs|people|reported
    """,
    ),
    rule(
        "inaccuracy",
        "hearsay",
        """
        i|we ?have|?just heard|read|hear|believe|was_told|were_told|saw ..3 that|they|it|ƀ*|ƃ* ..8 shut*|acquired|
            bankrupt|discontinu*|going_under|being_sold|end_of_life|laid_off|closing|no_longer
        ƀ* ..3 is|was|were|are|got|has_been|going ..2 shutting_down|bankrupt|discontinued|acquired_by|
            going_out_of_business|dead|end_of_life|owned_by|going_under|closed_source|abandoned
        rumor|rumour|rumors|rumours|rumored|supposedly|allegedly
        ƀ* doesn't|does_not|can't|cannot|has_no|only ?even|?have|?support|?offer|?do ?any|?a|?an sso|api|export|
            free_plan|encryption|gdpr|soc2|on_prem|audit_log|dark_mode|mobile_app|support
    """,
    ),
)

"""Rules for buying intent and churn risk, with the moves between brands that tell both."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule

SETS: Final = {
    "category": (
        "tool tools crm platform software vendor vendors solution app service provider product plan saas subscription "
        "license licence stack system database helpdesk analytics hosting erp package suite library laptop phone iphone"
    ),
    "leave": "leave+ leaving left ditch+ dump+ cancel cancelling canceling cancelled canceled quit drop++ replace+",
}

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "buying_intent",
        "looks for a product",
        """
        look+|search+|shop++|hunt+|market ?around|?to|?at for|into|buy ?a|?an|?some|?new|?good|?the|?decent|?better|
            ?cheap|?reliable|?affordable ..2 {category}|alternative|alternatives|replacement
        recommend+|suggest+ ..4 {category}|alternative|alternatives
        recommendation|recommendations|suggestions for|on ..4 {category}
        alternative|alternatives to|for ..3
        evaluating|evaluate|shortlist*|comparing|considering|trialing|trialling|piloting|vetting|demoing ?between|
            ?switching_to|?moving_to|?a|?an|?the|?some|?new|?few|?different ƀ*|ƃ*|{category}|options|between|
            switching|moving|buying|vendors
        what|which ?is|?are|?do|?does|?the|?best|?good ..2 {category} ..4 use|using|recommend|best|better|prefer|
            go_with
        anyone|anybody|who ..2 use|using|used|tried|recommend ?a|?an|?any|?good ..2 {category}|for
        rfp|request_for_proposal|in_the_market_for|in_need_of_a|need_a_new
    """,
        sets=SETS,
    ),
    rule(
        "buying_intent",
        "wants to buy",
        """
        want|wanna|going|gonna|plan+|ready|thinking|need|would_like|i'd_like|looking|hoping|about|itching|planning|
            intend ?to|?of|?about buy|buying|purchase|purchasing|upgrade|upgrading|get_the|get_a|getting_a|get_an|
            order|subscribe|sign_up|switch_to|try_out|getting_the|pre_order|preorder|getting_an
        where|how ..2 can_i|do_i|do_we|can_we|to ?i buy|purchase|order|get_a_demo|get_a_quote|sign_up
        should_i|should_we buy|get|upgrade|switch|go_with|choose|purchase|order
        request|book|schedule|see|get|want|have ?a|?your demo|quote
        take_my_money|shut_up_and_take|just_ordered|just_pre_ordered|can't_wait_to_get|i_want|i_need|want_one|
            need_one|gotta_get|saving_up|i_will_buy|i'll_buy|preordered|pre_ordered|pre_ordering
    """,
    ),
    rule(
        "buying_intent",
        "asks the price",
        """
        how_much ?does|?do|?is|?are|?would|?for ..4 cost|costs|per|license|licence|plan|seat|seats|pay|charge|
            subscription
        pricing|price|cost|quote for|per|of ..4 seats|seat|users|user|enterprise|plan|team|month|license
        what|what's ?is|?are|?the|?your pricing|price|cost
        free_trial|trial_account|volume_discount|enterprise_plan|enterprise_pricing|discount_for|nonprofit_discount|
            student_discount|annual_plan|budget_for|talk_to_sales|contact_sales|sales_team
        does|do|can ƀ*|you|it ..2 support|integrate|offer|have|handle|work_with|comply ..6 $?
    """,
    ),
    rule(
        "buying_intent",
        "moves to us",
        """
        switch+|mov+|migrat*|move+|migrate+|changed|jump+ ..4 to|over_to ?your ƀ*
        ƃ* to|vs|versus|or ƀ*
        ƀ* vs|versus|or|compared_to ƃ*
    """,
    ),
    rule(
        "buying_intent",
        "no buyer",
        """
        bought|already|hired|hiring|selling|sold|sell|for_sale|giveaway|win|vacancy|apply_now|our_team_is|regret|
            not_worth|never|don't|won't|hate
    """,
    ),
    rule(
        "churn_risk",
        "leaves",
        """
        {leave} ?my|?our|?the|?your|?this subscription|account|contract|plan|membership|service|ƀ*
        cancel+|cancelling|cancelled|canceling|canceled ..3 subscription|account|contract|plan|membership|order|
            immediately|today
        want|going|have|need|trying|how|like|tried|about|time|decided|planning|ready ..2 cancel|unsubscribe|
            close_my_account|downgrade|switch_away|leave|jump_ship
        switch+|mov*|migrat* ..3 away|off|elsewhere|from_ƀ*|from_you|from_them|from_your|from_their|from_this|
            to_a_competitor|to_another|to_something|provider|providers|
            carriers
        switch+|mov*|migrat*|going|go|moved|ditch*|left|leave+|leaving ..5 to|over_to|with|for ƃ*
        never ?ever|?again|?be|?going_to use|using|buy|buying|fly|flying|renew|shop|shopping|order|ordering|again
        take|taking|took ?my|?our business|money elsewhere|somewhere_else
        lost ?a|?me|?yourself|?yourselves|?another ?loyal customer|as_a_customer|business
        won't|not|will_not|don't ..3 renew|renewing|be_back|use_again|come_back|using_again|be_using|return
        goodbye|bye|adios|so_long|farewell ƀ*
        uninstall*|deleting_the_app|deleted_the_app|unsubscrib*|last_straw|jumping_ship|done_with|moving_on_from|
            end_of_my_rope
    """,
        sets=SETS,
    ),
    rule(
        "churn_risk",
        "considers leaving",
        """
        alternative|alternatives|replacement|replacements ?to|?for ƀ*
        look+|search+|need|considering|evaluating ..4 alternatives|alternative|replacement|competitors|
            another_provider|something_else
        think+|considering|tempted|time|might|about|may|debating ..3 switch|switching|leave|leaving|cancel|
            cancelling|canceling|moving|change|move
        contract|renewal|subscription ..5 up|ends|expires|due
        not_worth|no_longer_worth|can't_justify|hard_to_justify|better_off|rethinking|reconsidering|second_thoughts|
            may_have_to|will_have_to_switch
        one_more ..4 and
    """,
    ),
    rule(
        "churn_risk",
        "stays",
        """
        switch+|mov*|migrat*|changed ..4 to|over_to ƀ*
        can't_cancel_because|glad_we|never_leaving|not_leaving|not_switching|no_plans_to_leave|staying_with|
            happy_customer
        cancel+|cancelled|canceled ..2 flight|flights|my_flight|meeting|plans|trip|show|event
    """,
    ),
)

"""Rules for suggestions: what a writer would have changed or added."""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Rule, rule

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "suggestion",
        "would be good",
        """
        would|should|could|it'd|that'd|might|will ?really|?also|?just|?so|?all|?then be ?really|?very|?so|?even|
            ?much|?more|?a|?super|?also|?extremely|?quite|?truly|?just|?pretty|?absolutely nice|great|good|awesome|
            useful|helpful|cool|better|perfect|amazing|handy|lovely|convenient|wonderful|fantastic|big_help|huge|
            improvement|easier|excellent|best|interesting|appreciated|ideal|sweet|beneficial|logical|valuable|win|
            game_changer|killer|fine|neat|plus|brilliant|sufficient|made|added|improved|changed|allowed|able|
            possible|an_option|optional|supported|enabled|configurable
        would|i'd|we'd ?really|?also love|like|appreciate|prefer|welcome|suggest|recommend|propose ?it|?to_see|
            ?to_be_able|?to_have|?if|?an|?a|?that|?the|?some|?more|?for
        nice|great|good|helpful|useful|cool|awesome|better|handy|love_it|lovely if|to_have|to_be_able|to_see|idea
        would_make ..6 better|easier|nicer|great|perfect|simpler
        would|could|will ..2 help|improve|benefit|solve|simplify|make ?us|?me|?developers|?a_lot|?the|?it|?life|
            ?people|?users
    """,
    ),
    rule(
        "suggestion",
        "asks for a feature",
        """
        feature|enhancement request|suggestion|proposal|idea
        suggestion|suggestions|suggest+|proposal|propose+|request_for|wishlist|wish_list|feature_request|requesting|
            rfe
        please|pls|plz|kindly ?also|?just|?consider|?at_least|?do add|adding|allow|enable|implement|support|include|
            provide|make|consider|bring|give|let|create|introduce|extend|improve|expose|change|increase|open|
            integrate|put|remove|update|release|port|offer|fix|return|expand|reconsider|stop|get|keep|reduce|have
        add|adding|implement|introduce|include|provide|create|integrate|expose ?a|?an|?the|?some|?more|?in|?new|
            ?full|?better|?native|?any|?proper|?built_in support|option|ability|feature|setting|toggle|button|filter|
            api|apis|functionality|way|possibility|method|property|event|control|capability|integration|mode|
            shortcut|category|field|hook|flag
        allow ?us|?the|?for|?users|?developers|?me|?people|?an|?a|?apps|?app|?to to|us|users|developers|apps|for|
            access|custom|more|the|people|multiple
        could|can|would you|we|u ?guys|?please add|allow|make|have|implement|enable|consider|support|include|bring
        how_about|why_not|what_about|instead_of|rather_than|it_might_be_worth|worth_considering|consider adding|
            adding_a|making|having|allowing|using|add|providing
        bring_back|give_us|let_us|let_users|let_developers|let_me|give_developers|give_users|enable_us|
            make_it_possible|make_it_easier|give_people|allow_users|provide_a_way
    """,
    ),
    rule(
        "suggestion",
        "tells what to do",
        """
        ^ ?please|?maybe|?also|?or|?and|?just|?at_least add|allow|enable|implement|provide|include|introduce|
            integrate|
            expose|bring|support|extend|improve|simplify|unify|merge ..1 a|an|the|us|for|option|ability|more|
            developers|users|
            support|changing|to|some|new|full|better|it|apps|multiple|app|all|custom
        please|pls|plz ..3 add|allow|enable|implement|provide|include|introduce|integrate|support|consider|extend
        {thing}|you|they|we|it need_to|needs_to|must|must_not ..1 be|have|support|limit|allow|add|improve|provide|make
    """,
    ),
    rule(
        "suggestion",
        "should have",
        """
        should|must|ought_to|needs_to|need_to|shall ?also|?really|?always|?at_least|?just|?not|?definitely|?only|
            ?either|?then|?probably|?still|?by_default be|have|support|allow|provide|include|add|offer|make|show|let|
            give|get|use|work|remain|consider|fix|return|open|implement|change|display|enable|accept|contain|remove|
            integrate|improve|take|do|keep|come|come_with|follow|default|ship
        {thing}|you|they|ms|microsoft|google|store|windows|there|developers|users|we|one should|must
        wish|hope|hoping|wishing ?that|?there|?it|?you|?they|?the|?for|?this|?i|?to was|were|had|could|would|did|see|
            you|there|it|can|will|have|get|add
        missing|lack+|lacks|lacking|needs|need|want|wanted|want+ ..2 feature|features|option|ability|support|
            functionality|a_way|options|possibility|way_to|setting|more|better|integration|api|apis|control
        only_thing|one_thing|biggest_thing ?that|?i|?it|?is missing|need+|lack+|wish|would_like|miss
        if_only|ability_to|the_option_to|an_option_to|possibility_to|be_able_to|option_for|so_we_can|so_that_we_can|
            so_i_can|as_an_option|the_possibility|support_for|make_it|at_least
    """,
    ),
    rule(
        "suggestion",
        "bug report form",
        """
        steps_to_reproduce|expected_behavior|expected_behaviour|actual_behavior|stack_trace|repro
    """,
    ),
)

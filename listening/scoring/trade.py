"""Words of software and its trade: what the companies that listen here sell, and what is said of it.

By itself, so that scoring need not bring all of ``listening.query`` with it, nor the other way round.
"""

from __future__ import annotations

from typing import Final

_TRADE = """
account accounts admin admins agent agents alternative analytics android api apis app apps archive async attachment
attachments audio authentication automate automated automation backend backup backups billing bot bots browser bug
bugs button cache cached calendar channel channels chat chatbot checkout chrome click clicks client cloud code
codebase comments compliance config configure cookie cookies crash crashed crashes crashing crm csv customer
customers dashboard data database default demo deploy desktop developer developers device devices docs documentation
domain downgrade downgraded download editor email embed embedding encryption endpoint enterprise error errors export
exports extension feature features file files filters firefox frontend gdpr github gitlab helpdesk hosting html
hubspot icon import inbox install integrate integrated integrates integration integrations intercom invoice ios ipad
iphone javascript jira json kubernetes laptop latency library link links linux loading log logged logging login logs
macos mail memory menu message messages messaging metadata microphone migrate migrated migrating migration mobile
mute notification notifications notion offline onboard onboarding online opensource operator outage password payload
permission permissions player plugin plugins popup pricing privacy prospect prospects react recording redirect
reinstall repo report reporting reports request requests roadmap rollout runtime saas salesforce sandbox screen
script sdk search security selfhosted server servers session share shared shopify sidebar signup slackbot smtp
software spam spreadsheet sso standup startup startups status storage stripe subscription subscriptions support sync
syncs tab tabs team teams tech template templates thread threads ticket tickets timeout tool toolbar tooling tools
tracking transcript transcripts tutorial typing uninstall update updates upgrade upgraded upload uploaded uploading
uploads url usability user users vendor vendors version video videos viewer viewers visitor visitors web webhook
webhooks website widget widgets windows wordpress workflow workflows workspace workspaces zapier zendesk
"""
TRADE: Final = frozenset(_TRADE.split())

"""Posts around three brands whose names are everyday words, some about the brand, some not. Written for these tests."""

from __future__ import annotations

CRISP_US = """
How do I export all conversations from Crisp before we cancel the subscription?
We moved our helpdesk to Crisp last month and the shared inbox alone was worth it.
Is there a way to make the Crisp chat widget open only after thirty seconds on the page?
Crisp keeps logging me out of the desktop app, anyone else on macOS?
Comparing Intercom, Crisp and Tidio for a four person startup. What did you pick?
The Crisp chatbot builder is nice until you need a condition inside a condition.
Our visitors complain that the Crisp bubble covers the checkout button on mobile.
Crisp pricing per workspace instead of per seat is why we stayed.
Does the Crisp API allow sending a message as an operator from a script?
Switched from Zendesk to Crisp, the knowledge base import took an afternoon.
Crisp webhooks stop firing once the payload has an attachment. Support says they look into it.
Anybody got the Crisp WordPress plugin to respect cookie consent?
After the update Crisp shows the wrong language in the widget for Dutch customers.
Honest review of Crisp after a year: great live chat, weak reporting.
Crisp was down this morning for about forty minutes, our support queue is on fire.
Looking for an alternative to Crisp with proper SLA reports.
I wrote a small integration that posts new Crisp conversations into Discord.
The free plan of Crisp used to include two agents, did that change?
Set up Crisp on our Shopify store, sales ask questions there all day now.
Crisp notifications arrive ten minutes late on my Android phone.
Has anyone connected Crisp to HubSpot so that contacts sync both ways?
Crisp support answered within five minutes on a Sunday. Impressive.
We embed Crisp in a React app and the bundle grew by 90 kB, can it be loaded lazily?
Can Crisp route tickets to a team by the page the visitor is on?
The AI agent in Crisp answers from our docs and gets most of it right.
Cancelled Crisp because billing was unclear about the extra inbox.
Crisp or Help Scout for a SaaS with two hundred tickets a week?
The new Crisp dashboard hides the resolved conversations behind two clicks.
How long does Crisp keep chat transcripts for GDPR requests?
Our bot in Crisp hands over to a human at night when no operator is online.
"""

CRISP_NOT = """
Nothing beats a crisp autumn morning with the leaves turning.
The trick to crisp roast potatoes is rough edges and very hot oil.
Bit into a crisp apple straight from the tree, best part of October.
That photo is so crisp, which lens did you use?
Crisp white shirt, dark jeans, done. Never overthink what to wear to dinner.
A crisp Riesling with oysters on a summer evening, please.
My chicken skin never gets crisp in the oven, what am I doing wrong?
Walked the dog through crisp snow at sunrise.
Cheese and onion crisp sandwich on white bread is peak lunch.
The air up here is crisp and clean after the storm.
Bake until the edges are golden and crisp, about twenty minutes.
He left a crisp twenty dollar bill under the plate.
Her delivery in the second act was crisp and funny.
Rhubarb crisp with vanilla ice cream for dessert tonight.
These new glasses make the street signs look so crisp.
Crisp passing from the midfield, they deserved the win.
Lettuce stays crisp if you wrap it in a damp towel in the fridge.
The snare on this record sounds crisp even on cheap headphones.
Burnt to a crisp, again. I should not be trusted with toast.
Crisp linen sheets are the one hotel luxury I want at home.
Cold, crisp and sunny: perfect weather for a long run.
Air fryer bacon comes out crisp without any mess.
Apple crisp recipe with oats, cinnamon and far too much butter.
The bass line is muddy but the vocals are crisp.
Morning frost, crisp grass, coffee in hand. Bliss.
A crisp uniform and polished shoes, grandfather never left home otherwise.
Fried sage leaves go crisp in ten seconds, put them on pasta.
Loved the crisp dialogue in this novel, not a word wasted.
Pale ale with a crisp finish, brewed two villages from here.
Autumn in the mountains: crisp nights, warm days, no tourists.
"""

LOOM_US = """
Loom recordings have no sound on Firefox since the last update.
Recorded a Loom to explain the bug instead of writing a wall of text.
Is there a cheaper alternative to Loom for async video in a remote team?
The Loom desktop app eats four gigabytes of memory while recording the screen.
How do I download a Loom video when the owner left the workspace?
Atlassian bought Loom and the pricing got worse, who could have known.
Loom transcripts are good enough that I search them more than our wiki.
Sent a Loom to a prospect, he booked a demo ten minutes later.
Can viewers of a Loom comment without creating an account?
Loom cut my recording at five minutes because of the free plan.
Our onboarding is twelve Loom videos and a checklist, works surprisingly well.
The Loom Chrome extension shows a black screen when I share a tab.
Does Loom integrate with Jira so that the clip plays inside the ticket?
We replaced the Monday standup with a Loom from each of us.
Loom AI wrote a title and chapters for my walkthrough, edited one word.
Please give Loom a way to blur customer data in a recording.
Loom support closed my ticket without an answer, twice.
Embedding a Loom in Notion breaks playback on iPad.
The camera bubble in Loom covers the button I want to show.
Upgraded to Loom Business only to remove the branding from the player.
Anyone know the Loom API limits for the record SDK?
Loom links expired after we downgraded the workspace, careful.
Code review by Loom is the best thing my lead ever introduced.
Uploading to Loom is stuck at 99 percent for an hour.
Compared Loom, Vidyard and Tella for product demos, notes in the thread.
Loom should let admins set a default privacy for shared videos.
My microphone is not detected by Loom although Zoom sees it fine.
Tutorial: trim and stitch clips in Loom without another editor.
SSO for Loom is only on the enterprise tier, sales quoted us a silly number.
I send a Loom with every pull request now and reviews are faster.
"""

LOOM_NOT = """
Storm clouds loom over the valley, get the laundry in.
My grandmother's loom still stands in the attic, warped and ready.
Layoffs loom as the carmaker reports another bad quarter.
Warping a rigid heddle loom for the first time, forty inches of cotton.
Deadlines loom and I am cleaning the kitchen instead.
Fruit of the Loom shirts shrink less than they used to.
Tablet weaving needs no loom, only cards and patience.
Rate cuts loom as inflation cools for the third month.
The Jacquard loom read punched cards long before computers did.
Exams loom, the library is full and everybody smells of coffee.
Which yarn do you use on a rainbow loom for thicker bracelets?
Giant cliffs loom out of the fog as the ferry turns.
I dressed the loom all weekend and mixed up two heddles at the end.
Strike votes loom at both airports before the holidays.
The floor loom I bought used came with a bench and three reeds.
Big questions loom for the coalition after the election.
Kids made loom bands at the birthday party for three hours straight.
A trade war could loom if the tariffs come into force.
Wool rugs woven on a vertical loom in the mountains of Anatolia.
Shadows loom large in this film, the lighting does all the acting.
Power loom workers went on strike in 1842 over wages.
Winter looms and yet the loom in the shed is my only heating plan: weaving blankets.
Fears of a recession loom over the markets this week.
Selling a table loom, eight shafts, barely used, pick up only.
Mountains loom behind the village in every one of his paintings.
Water shortages loom across the south after a dry spring.
The museum lets you try weaving linen on an old loom.
Elections loom and the parties still argue about pensions.
My loom squeaks at the treadle, is wax or oil better?
Derby day and defeat loom large, I can hardly watch.
"""

SLACK_US = """
Slack notifications stopped working on my iPhone after the update.
Is there a way to export private channels from Slack without the enterprise plan?
Our Slack workspace has four hundred channels and nobody knows which one to use.
We built a Slack bot that posts failed builds to the on call channel.
Slack search never finds the message I know I wrote last week.
Moving from Slack to Teams because it is bundled, wish us luck.
Slack huddles drop the audio as soon as someone shares a screen.
How do you archive a Slack channel but keep the files?
The Slack API returns rate limited for chat.postMessage, what is the limit per channel?
Slack raised prices again, anyone moved to Mattermost or Zulip?
Slack Connect with customers is great until you have sixty of them.
Threads in Slack are where decisions go to die.
Set a reminder in Slack with a slash command and never look at it again.
Slack is down, finally getting some work done.
Which Slack apps does your team actually use? We have Jira, Polly and nothing else.
The new Slack sidebar hides unread messages, please let me turn it off.
Posted the outage in Slack and the whole channel reacted with a fire emoji.
Slack workflows can open a form and send it to a webhook now.
Does Slack keep deleted messages for compliance exports?
My status in Slack shows away while I type on the desktop app.
Slack AI summaries of channels are useful after holidays.
Joined a Slack community for founders, good people, too many messages.
Can an admin read direct messages in Slack on the business plan?
Slack on Linux uses two gigabytes of RAM with three workspaces.
Integrating Slack with our helpdesk so that tickets appear in a channel.
The Slack free plan hides everything older than ninety days.
Custom emoji are the only reason we stay on Slack.
Slack login loop with SSO, clearing cookies did not help.
Slack support told us to reinstall the app, as always.
Guest accounts in Slack count as paid seats, check your invoice.
"""

SLACK_NOT = """
Cut him some slack, it is his first week with the baby.
Leave enough slack in the rope when you lower the climber.
There is still slack in the labour market, says the central bank.
I slack off every Friday after lunch and regret nothing.
Take up the slack in the chain before you tighten the axle nut.
Grey slack trousers and loafers, very seventies.
Give yourself some slack, grief has no timetable.
The sail went slack as soon as we passed the headland.
Economic slack keeps wages low despite the recovery.
Slack tide is at six, best moment to paddle out.
His jaw went slack when she walked in.
No slack for referees who miss a handball like that.
My dog walks best on a slack leash, treats help.
We fish the slack water behind the island.
The belt is slack and squeals, how much tension should it have?
Parents deserve more slack from people on trains.
Spare capacity and slack demand weigh on steel prices.
The rookie picked up the slack after the injury and scored twice.
Walk the slack line barefoot, look ahead, breathe.
Cut me some slack, I cooked for twelve people today.
A slack string on my guitar buzzes at the third fret.
He has been slack about homework since the holidays.
Growth slows and slack builds up in the economy, analysts warn.
Teachers have no slack left in the school budget this year.
The tow rope was slack, then snapped tight and broke.
Cutting the government some slack is hard after this winter.
Slack muscles, bad posture: physiotherapy starts Monday.
Rake the slack coal from the heap before the rain.
Business is slack in January, the restaurant opens four days a week.
Mind the slack in the throttle cable, a quarter turn is enough.
"""


def lines(block: str) -> list[str]:
    """Return the posts of a block, one a line."""
    return block.strip().splitlines()


BRANDS = {
    "Crisp": (lines(CRISP_US), lines(CRISP_NOT)),
    "Loom": (lines(LOOM_US), lines(LOOM_NOT)),
    "Slack": (lines(SLACK_US), lines(SLACK_NOT)),
}
"""Brand → posts about it, posts that are not."""

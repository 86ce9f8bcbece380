"""Who may do what: the one table that each page, each operation of the API and each role is held against.

A new page or operation stands here with the permission that opens it. With several, any of them does.
"""

from regulars.team.permissions import Permission

ANYBODY, SIGNED_IN = "anybody", "signed in"

HOLDERS = {
    Permission.REPLY: "owner, admin, lead, agent",
    Permission.NOTE: "owner, admin, lead, agent, light agent, programme manager",
    Permission.ORGANISE: "owner, admin, lead, agent",
    Permission.MERGE: "owner, admin, lead, agent",
    Permission.CUSTOMERS: "owner, admin, lead, agent, programme manager",
    Permission.ERASE: "owner, admin",
    Permission.EXPORT: "owner, admin, lead, programme manager",
    Permission.SHARE: "owner, admin, lead",
    Permission.KNOWLEDGE: "owner, admin, lead",
    Permission.POINTS: "owner, admin, lead, agent, programme manager",
    Permission.LOYALTY: "owner, admin, programme manager",
    Permission.FEEDBACK: "owner, admin, lead, programme manager",
    Permission.QUEUES: "owner, admin, lead",
    Permission.ORDER: "owner, admin, lead",
    Permission.AUTOMATION: "owner, admin",
    Permission.CHANNELS: "owner, admin",
    Permission.EVENTS: "owner, admin",
    Permission.PEOPLE: "owner, admin",
    Permission.ACCESS: "owner, admin",
    Permission.AUDIT: "owner, admin, lead",
    Permission.OWN: "owner",
}

PAGES = {
    ANYBODY: """
        my/opinions
        opinion/<>
        opinion/to/<>/page
        survey.js
        opinion/to/<>
        /
        chat/<>
        chat/<>/address
        chat/<>/end
        chat/<>/files
        chat/<>/files/<>
        chat/<>/messages
        chat/<>/points
        chat/<>/rating
        chat/<>/seen
        chat/<>/transcript
        chat/<>/typing
        chat/<>/told
        chat/<>/visit
        chat/<>/visitors
        demo/shop
        from-providers/<>/letters
        from-providers/<>/letters/mime
        from-providers/<>/reports
        from-shops/<>
        health
        letters/<>
        help
        help/<>
        help/<>/<>
        help/<>/<>/articles/<>
        help/<>/<>/articles/<>/helpful
        help/<>/<>/categories/<>
        help/<>/<>/feed.xml
        help/<>/<>/guides/<>
        help/<>/<>/guides/<>/<>
        help/<>/<>/search
        help/<>/<>/search/answer
        help/<>/<>/search/asked
        help/<>/<>/search/instant
        help/<>/hc
        help/<>/logo/<>
        help/<>/sitemap.xml
        help/files/<>
        help/files/<>/<>
        metrics
        my
        my/data
        my/data/<>
        my/data/erasure
        my/data/export
        my/details
        my/details/addresses
        my/details/addresses/<>/remove
        my/details/addresses/code
        my/details/choices
        my/details/sessions/<>/end
        my/new
        my/new/<>
        my/new/<>/articles
        my/new/<>/questions
        my/conversations/<>
        my/conversations/<>/answer
        my/conversations/<>/close
        my/conversations/<>/reopen
        my/conversations/<>/said
        my/files/<>
        my/points
        my/points/claim
        my/points/join
        my/rewards
        my/rewards/choosing
        my/rewards/<>/claim
        my/rewards/claims/<>/cancel
        my/orders
        my/orders/<>
        my/orders/<>/return
        my/returns/<>
        my/returns/<>/label
        my/returns/<>/withdraw
        my/files/<>/picture
        my/achievements
        my/friends
        my/friends/code
        my/friends/told
        r/<>
        my/sign-in
        my/sign-in/code
        my/sign-out
        notifications/devices/worker.js
        rewards/<>/picture/<>
        robots.txt
        widget.js
        widget/<>/<>
        ui/<>.css
        track.js
        v1/<>
        ui/site/<>/<>.css
    """,
    SIGNED_IN: """
        feedback/themes
        feedback/themes/<>
        customers/<>/opinions
        feedback
        feedback/answers
        feedback/cases
        feedback/cases/<>
        feedback/surveys/<>
        attachments/<>
        attachments/<>/picture
        bulk
        bulk/<>
        bulk/<>/progress
        bulk/<>/stop
        bulk/<>/undo
        bulk/commands
        bulk/count
        bulk/menu/<>
        companies
        predictions
        effect
        experiments/<>
        customers/<>/predictions
        companies/<>
        companies/<>/conversations
        conversations/<>/articles
        conversations/<>/asides
        conversations/<>/assistant
        conversations/<>/composer
        conversations/<>/earlier
        conversations/<>/here
        conversations/<>/macros
        conversations/<>/macros/<>
        conversations/<>/macros/<>/words
        conversations/<>/macros/undo
        conversations/<>/news
        conversations/<>/people
        conversations/<>/snippets
        conversations/<>/snippets/<>
        conversations/<>/translate
        conversations/<>/why
        customers
        customers/<>
        customers/<>/conversations
        customers/<>/events
        customers/<>/orders
        customers/<>/pane
        customers/<>/points
        customers/<>/rewards
        customers/<>/behaviour
        customers/<>/segments
        segments
        segments/<>
        emoji
        inbox
        inbox/<>
        inbox/around
        inbox/filters
        inbox/found
        inbox/habits
        inbox/list
        inbox/numbers
        inbox/rows
        inbox/suggest
        inbox/views/<>
        inbox/views/<>/move
        inbox/views/<>/remove
        inbox/views/new
        loyalty
        loyalty/claims
        loyalty/claims/<>
        loyalty/goodwill
        loyalty/friends
        loyalty/friends/<>
        customers/<>/friends
        loyalty/members/<>
        messages/<>/body
        messages/<>/original
        messages/<>/translate
        notifications
        notifications/bell
        notifications/devices
        notifications/menu
        notifications/seen
        orders
        orders/<>
        palette
        palette/commands
        reports
        reports/<>
        reports/charts/<>
        reports/meanings
        reports/now
        reports/surges
        reports/surges/<>
        reports/metrics/<>
        returns
        returns/<>
        returns/<>/label
        settings
        settings/addresses
        settings/notifications
        settings/presence
        settings/sessions
        settings/sessions/end
        settings/snippets
        settings/snippets/<>
        settings/snippets/<>/remove
        settings/snippets/new
        settings/team
        settings/theme
        settings/time-zone
        told
        visitors
        visitors/<>
        visitors/of/<>
    """,
    Permission.ACCESS: """
        settings/access
        settings/access/<>/<>
        settings/roles
        settings/roles/<>
        settings/roles/<>/remove
        settings/roles/new
        settings/sign-in
        settings/sign-in/<>
        settings/sign-in/<>/drop
        settings/sign-in/new
    """,
    Permission.AUDIT: """
        settings/audit
        settings/audit/export.csv
        settings/audit/export.json
    """,
    Permission.AUTOMATION: """
        settings/assistant
        settings/assistant/centres/<>
        settings/assistant/inboxes/<>
        settings/assistant/stop
        settings/assistant/try
        settings/assistant/usage
        settings/automatic
        settings/automatic/<>
        settings/automatic/silences/<>/end
        settings/rules
        settings/rules/<>
        settings/rules/<>/back
        settings/rules/<>/log
        settings/rules/<>/move
        settings/rules/<>/remove
        settings/rules/<>/turn
        settings/rules/<>/versions
        settings/rules/about
        settings/rules/log
        settings/rules/new
        settings/rules/preview
    """,
    Permission.CHANNELS: """
        settings/tracking
        settings/tracking/deeds/<>
        settings/tracking/figures/<>
        settings/tracking/figures/<>/remove
        settings/tracking/figures/new
        settings/tracking/sources/<>
        settings/tracking/sources/<>/clear
        settings/tracking/sources/new
        sent-mail
        sent-mail/<>
        sent-mail/<>/body
        sent-mail/<>/files/<>
        sent-mail/<>/raw
        settings/brands/<>
        settings/brands/new
        settings/greetings
        settings/greetings/<>
        settings/greetings/<>/remove
        settings/greetings/following/<>
        settings/greetings/new
        settings/forms
        settings/forms/<>
        settings/forms/<>/remove
        settings/forms/new
        settings/inboxes
        settings/inboxes/<>
        settings/inboxes/new
        settings/letters
        settings/letters/<>
        settings/letters/<>/body
        settings/letters/<>/original
        settings/letters/<>/retry
        settings/mailboxes
        settings/mailboxes/<>
        settings/mailboxes/<>/forwarding
        settings/mailboxes/<>/forwarding/progress
        settings/mailboxes/<>/sign-in
        settings/mailboxes/<>/sign-in/end
        settings/mailboxes/<>/switch
        settings/mailboxes/connected
        settings/mailboxes/new
        settings/providers/<>
        settings/providers/<>/act
        settings/providers/new
        settings/quarantine
        settings/quarantine/act
        settings/quarantine/rules
        settings/quarantine/senders
        settings/quarantine/senders/<>/forget
        settings/shops
        settings/shops/<>
        settings/shops/<>/calls/<>
        settings/shops/<>/imports/<>
        settings/shops/<>/imports/<>/progress
        settings/shops/<>/imports/<>/refused.csv
        settings/shops/<>/imports/<>/stop
        settings/shops/<>/imports/new
        settings/shops/<>/replay
        settings/shops/new
        settings/shops/returns
        settings/widgets
        settings/widgets/<>
        settings/widgets/<>/secret
        settings/widgets/new
    """,
    Permission.CUSTOMERS: """
        segments/<>/customers
        segments/<>/customers/<>/remove
        companies/<>/change
        companies/<>/fields
        companies/<>/merge
        companies/<>/unmerge
        companies/add
        customers/<>/company
        customers/<>/consent
        customers/<>/facts
        customers/<>/fields
        customers/<>/identities
        customers/<>/identities/<>/first
        customers/<>/identities/<>/remove
        customers/<>/merge
        customers/<>/name
        customers/<>/not-the-same
        customers/<>/unmerge
    """,
    Permission.ERASE: """
        customers/<>/erase
    """,
    Permission.EVENTS: """
        alarms
        settings/events
        settings/reactions/<>/retry
        ui/parts
    """,
    Permission.EXPORT: """
        segments/<>/export
        customers/export
        reports/<>/export/<>
        reports/metrics/<>/export.csv
    """,
    Permission.MERGE: """
        conversations/<>/not-this
        conversations/<>/split
        conversations/<>/unmerge
        conversations/<>/unsplit
    """,
    (Permission.MERGE, Permission.ORGANISE, Permission.REPLY): """
        conversations/<>/merge
    """,
    Permission.NOTE: """
        assistant/hints/<>/dismiss
        assistant/hints/<>/use
        conversations/<>/assistant/<>
        customers/<>/notes
        customers/<>/notes/<>
        customers/<>/notes/<>/delete
        customers/<>/notes/<>/pin
        knowledge/guides/note
    """,
    Permission.KNOWLEDGE: """
        assistant/evaluation
        assistant/evaluation/compare
        assistant/evaluation/questions/<>
        assistant/evaluation/questions/<>/remove
        assistant/evaluation/results/<>
        assistant/evaluation/runs/<>
        assistant/evaluation/runs/<>/progress
        assistant/evaluation/runs/<>/remove
        assistant/evaluation/runs/<>/results.csv
        assistant/evaluation/runs/<>/stop
        assistant/evaluation/sets/<>
        assistant/evaluation/sets/<>/file
        assistant/evaluation/sets/<>/gather
        assistant/evaluation/sets/<>/remove
        assistant/evaluation/sets/<>/run
        assistant/proposals
        assistant/proposals/<>/approve
        assistant/proposals/<>/dismiss
        conversations/<>/articles/draft
        knowledge
        knowledge/<>
        knowledge/<>/<>
        knowledge/<>/<>/address
        knowledge/<>/<>/confirm
        knowledge/<>/<>/discard
        knowledge/<>/<>/draft
        knowledge/<>/<>/facts
        knowledge/<>/<>/later
        knowledge/<>/<>/preview
        knowledge/<>/<>/publish
        knowledge/<>/<>/unpublish
        knowledge/<>/<>/versions
        knowledge/<>/<>/versions/<>/restore
        knowledge/<>/bring-back
        knowledge/<>/files
        knowledge/<>/move
        knowledge/<>/remove
        knowledge/<>/retire
        knowledge/categories
        knowledge/categories/<>
        knowledge/categories/<>/move
        knowledge/categories/<>/remove
        knowledge/categories/new
        knowledge/guides
        knowledge/guides/<>
        knowledge/guides/<>/preview
        knowledge/guides/<>/preview/<>
        knowledge/guides/<>/publish
        knowledge/guides/<>/remove
        knowledge/guides/<>/restore
        knowledge/guides/<>/steps/<>
        knowledge/guides/<>/steps/<>/move
        knowledge/guides/<>/steps/<>/remove
        knowledge/guides/<>/steps/new
        knowledge/guides/<>/unpublish
        knowledge/new
        knowledge/searches
        knowledge/synonyms/<>/remove
        settings/help-centres
        settings/help-centres/<>
        settings/help-centres/redirects/<>/remove
    """,
    Permission.LOYALTY: """
        settings/places
        settings/places/<>
        settings/places/new
        settings/outreach
        settings/outreach/letters
        settings/outreach/notices/<>/<>
        settings/outreach/topics/<>
        settings/outreach/topics/<>/remove
        settings/outreach/topics/new
        settings/loyalty
        settings/loyalty/<>
        settings/loyalty/<>/imports/<>
        settings/loyalty/<>/imports/<>/progress
        settings/loyalty/<>/imports/<>/refused.csv
        settings/loyalty/<>/imports/<>/stop
        settings/loyalty/<>/imports/new
        settings/loyalty/<>/numbers
        settings/loyalty/<>/rules
        settings/loyalty/<>/rules/<>
        settings/loyalty/<>/rules/new
        settings/loyalty/rules/<>/move
        settings/loyalty/rules/<>/remove
        settings/loyalty/rules/<>/turn
        settings/loyalty/rules/<>/versions
        settings/loyalty/rules/about
        settings/loyalty/new
        settings/predictions
        settings/holdout
        predictions/ask
        experiments/new
        experiments/<>/edit
        experiments/<>/begin
        experiments/<>/end
        settings/surprises
        settings/surprises/new
        settings/surprises/<>
        settings/surprises/<>/draws
        settings/achievements
        settings/achievements/new
        settings/achievements/<>
        settings/friends
        settings/friends/<>
        loyalty/friends/<>/approve
        loyalty/friends/<>/void
        loyalty/friends/<>/link
        settings/goodwill
        settings/goodwill/<>
        settings/goodwill/<>/remove
        settings/goodwill/new
        settings/goodwill/paying/<>
        settings/rewards
        settings/rewards/<>
        settings/rewards/<>/codes
        settings/rewards/new
    """,
    Permission.POINTS: """
        customers/<>/goodwill
        customers/<>/join
        loyalty/claims/<>/<>
        loyalty/goodwill/<>/<>
        till
        till/<>
        till/<>/find
        till/<>/join
        till/<>/members/<>
        till/<>/slips
        till/<>/slips/<>/undo
        till/<>/today
        loyalty/members/<>/adjust
    """,
    Permission.FEEDBACK: """
        feedback/themes/<>/comments/<>/take-out
        feedback/themes/<>/keep
        feedback/themes/<>/merge
        feedback/themes/<>/tell
        settings/surveys/<>/reviews
        settings/surveys
        settings/surveys/<>
        settings/surveys/<>/code.svg
        settings/surveys/new
        settings/surveys/pacing
    """,
    (Permission.REPLY, Permission.FEEDBACK): """
        feedback/cases/<>/close
        feedback/cases/<>/take
    """,
    Permission.ORDER: """
        settings/fields
        settings/fields/<>
        settings/fields/<>/move
        settings/fields/<>/turn
        settings/fields/new
        settings/statuses
        settings/statuses/<>
        settings/statuses/<>/move
        settings/statuses/<>/retire
        settings/statuses/new
        settings/tags
        settings/tags/<>
        settings/tags/<>/merge
        settings/tags/<>/remove
        settings/tags/new
    """,
    Permission.ORGANISE: """
        checklist/<>/tick
        conversations/<>/assign
        conversations/<>/checklist
        conversations/<>/checklist/remove
        conversations/<>/escalate
        conversations/<>/fields
        conversations/<>/link
        conversations/<>/priority
        conversations/<>/reopen
        conversations/<>/resolve
        conversations/<>/snooze
        conversations/<>/status
        conversations/<>/tag
        conversations/<>/topic
        conversations/<>/unlink
        conversations/<>/untag
        conversations/<>/wake
        orders/<>/refund
        orders/<>/return
        returns/<>/<>
    """,
    Permission.PEOPLE: """
        settings/team/<>
        settings/team/<>/invite
        settings/team/<>/revoke
        settings/team/<>/sessions/end
        settings/team/invite
        settings/teams
        settings/teams/<>
    """,
    Permission.QUEUES: """
        settings/hours
        settings/hours/<>
        settings/hours/<>/drop
        settings/hours/new
        settings/hours/parts
        settings/hours/preview
        settings/promises
        settings/promises/<>
        settings/promises/<>/move
        settings/promises/<>/turn
        settings/promises/<>/withdraw
        settings/promises/new
        settings/promises/preview
        settings/routing
        settings/routing/agents/<>
        settings/routing/rules
        settings/routing/teams/<>
        settings/topics
        settings/topics/<>
        settings/topics/<>/remove
        settings/topics/new
        settings/topics/usual
    """,
    Permission.REPLY: """
        feedback/cases/<>/contact
        conversations/<>/articles/<>/<>
        conversations/<>/ask
        conversations/<>/follow-up
        inbox/new
        messages/<>/retry
        messages/<>/send-now
        messages/<>/take-back
        settings/addresses/allow
        visitors/<>/write
    """,
    (Permission.LOYALTY, Permission.SHARE): """
        segments/<>/edit
        segments/<>/remove
        segments/new
        segments/preview
    """,
    (Permission.REPLY, Permission.NOTE): """
        attachments
        attachments/<>/discard
        conversations/<>/draft
        conversations/<>/write
    """,
    Permission.SHARE: """
        reports/mailings
        reports/mailings/<>
        reports/mailings/<>/remove
        reports/mailings/new
        settings/checklists
        settings/checklists/<>
        settings/checklists/<>/remove
        settings/checklists/new
        settings/macros
        settings/macros/<>
        settings/macros/<>/remove
        settings/macros/new
    """,
}

OPERATIONS = {
    SIGNED_IN: """
        GET /cases
        GET /opinions
        GET /surveys
        GET /surveys/<>/figure
        GET /agents
        GET /articles
        GET /articles/<>
        GET /attachments/<>
        GET /categories
        GET /companies
        GET /companies/<>
        GET /conversations
        GET /orders
        GET /orders/<>
        GET /products
        GET /returns
        GET /shops
        GET /conversations/<>
        GET /conversations/<>/asides
        GET /conversations/<>/checklist
        GET /customers
        GET /customers/<>
        GET /customers/<>/consents
        GET /customers/<>/conversations
        GET /customers/<>/likely
        GET /customers/<>/notes
        GET /customers/<>/timeline
        GET /fields
        GET /help-centres
        GET /inboxes
        GET /predictions
        GET /customers/<>/predictions
        GET /customers/<>/lots
        GET /metrics
        GET /metrics/<>
        GET /metrics/<>/readings
        GET /segments
        GET /segments/<>
        GET /segments/<>/customers
        GET /loyalty/members
        GET /loyalty/members/<>
        GET /loyalty/members/<>/history
        GET /loyalty/members/<>/lots
        GET /loyalty/operations/<>
        GET /loyalty/programmes
        GET /loyalty/programmes/<>
        GET /rewards
        GET /rewards/<>
        GET /loyalty/programmes/<>/referrals
        GET /referrals
        GET /surprises
        GET /referrals/<>
        GET /macros
        GET /macros/<>
        GET /me
        GET /messages/<>
        GET /messages/<>/original
        GET /presence
        GET /statuses
        GET /tags
        GET /teams
        GET /topics
        GET /views
        POST /conversations/<>/run
        POST /me/presence
    """,
    Permission.FEEDBACK: """
        POST /opinions
    """,
    (Permission.REPLY, Permission.FEEDBACK): """
        POST /cases/<>/close
    """,
    Permission.AUTOMATION: """
        DELETE /rules/<>
        GET /rules
        GET /rules/<>
        GET /rules/<>/runs
        PATCH /rules/<>
        POST /rules
        POST /rules/<>/back
        POST /rules/<>/move
        POST /rules/<>/turn
    """,
    Permission.CUSTOMERS: """
        POST /segments/<>/customers
        DELETE /customers/<>/identities/<>
        PATCH /companies/<>
        PATCH /customers/<>
        POST /companies
        POST /customers
        POST /customers/<>/consents
        POST /customers/<>/identities
        POST /customers/<>/merge
        POST /customers/<>/not-the-same
        POST /customers/<>/unmerge
    """,
    Permission.CHANNELS: """
        POST /orders
        POST /products
        POST /shops
    """,
    Permission.KNOWLEDGE: """
        PATCH /articles/<>
        PATCH /articles/<>/translations/<>
        POST /articles
        POST /articles/<>/bring-back
        POST /articles/<>/retire
        POST /articles/<>/translations/<>/publish
        POST /articles/<>/translations/<>/unpublish
    """,
    Permission.LOYALTY: """
        DELETE /loyalty/rules/<>
        GET /loyalty/programmes/<>/report
        GET /loyalty/programmes/<>/rules
        GET /loyalty/rules/<>
        PATCH /loyalty/rules/<>
        POST /loyalty/programmes/<>/rules
        POST /loyalty/rules/<>/back
        POST /loyalty/rules/<>/move
        POST /loyalty/rules/<>/turn
        PATCH /loyalty/programmes/<>
        PATCH /rewards/<>
        POST /rewards
        POST /rewards/<>/codes
        PATCH /loyalty/programmes/<>/referrals
        POST /referrals/<>/approve
        POST /referrals/<>/void
        POST /loyalty/members/<>/earn
        POST /loyalty/members/<>/extend
        POST /loyalty/members/<>/tier
        POST /loyalty/programmes
        POST /loyalty/programmes/<>/preview
    """,
    Permission.POINTS: """
        GET /claims
        GET /claims/<>
        GET /goodwill
        GET /loyalty/members/<>/rewards
        POST /claims/<>/cancel
        POST /claims/<>/deliver
        POST /claims/<>/ship
        POST /claims/<>/use
        POST /codes/check
        POST /codes/refund
        POST /codes/use
        POST /customers/<>/goodwill
        POST /goodwill/<>/approve
        POST /goodwill/<>/decline
        POST /loyalty/holds/<>/capture
        POST /loyalty/members/<>/claims
        POST /loyalty/members/<>/pay
        POST /loyalty/members/<>/pay/preview
        POST /loyalty/holds/<>/release
        GET /places
        GET /places/<>/members
        GET /places/<>/slips
        POST /places/<>/slips
        POST /slips/<>/undo
        POST /loyalty/members
        POST /loyalty/members/<>/adjust
        POST /loyalty/members/<>/earn/preview
        POST /loyalty/members/<>/hold
        POST /loyalty/members/<>/redeem
        POST /loyalty/members/<>/referral-link
        POST /referrals
        POST /surprises/<>/draws
        POST /loyalty/members/<>/status
        POST /loyalty/members/<>/transfer
        POST /loyalty/operations/<>/activate
        POST /loyalty/operations/<>/give-back
        POST /loyalty/operations/<>/restore
        POST /loyalty/operations/<>/take-back
    """,
    Permission.MERGE: """
        POST /conversations/<>/merge
        POST /conversations/<>/split
        POST /conversations/<>/unmerge
        POST /conversations/<>/unsplit
    """,
    Permission.NOTE: """
        POST /conversations/<>/note
        POST /conversations/<>/tell
        POST /customers/<>/notes
    """,
    Permission.ORDER: """
        PATCH /fields/<>
        POST /fields
    """,
    Permission.ORGANISE: """
        PATCH /conversations/<>/fields
        POST /checklist/<>/tick
        POST /checklist/<>/untick
        POST /conversations/<>/assign
        POST /conversations/<>/checklist
        POST /conversations/<>/escalate
        POST /conversations/<>/link
        POST /conversations/<>/priority
        POST /conversations/<>/reopen
        POST /conversations/<>/resolve
        POST /conversations/<>/route
        POST /conversations/<>/snooze
        POST /conversations/<>/status
        POST /conversations/<>/tag
        POST /conversations/<>/topic
        POST /conversations/<>/unlink
        POST /conversations/<>/untag
        POST /orders/<>/refund-requests
        POST /orders/<>/returns
        POST /returns/<>/approve
        POST /returns/<>/decline
        POST /returns/<>/receive
    """,
    Permission.REPLY: """
        POST /conversations
        POST /surveys/<>/invitations
        POST /conversations/<>/ask
        POST /conversations/<>/follow-up
        POST /conversations/<>/reply
        POST /messages/<>/schedule
        POST /messages/<>/send-now
        POST /messages/<>/take-back
    """,
    (Permission.LOYALTY, Permission.SHARE): """
        DELETE /segments/<>
        PATCH /segments/<>
        POST /segments
        POST /segments/size
    """,
    (Permission.REPLY, Permission.NOTE): """
        POST /attachments
    """,
    Permission.SHARE: """
        DELETE /macros/<>
        PATCH /macros/<>
        POST /macros
    """,
}

"""Common words by which English and German are told from other languages, and from each other."""

from __future__ import annotations

from typing import Final

_ENGLISH = (
    "able about above accept acquired across actual actually added adding adds afraid afternoon again against ago "
    "agree agreed ain't almost alone along already although always amazing among and announced announces annoying "
    "another answer answered answers any anybody anymore anyone anything anyway anywhere apparently archived aren't "
    "around ask asked asking asks attached available award awards away awesome awful back bad based became because "
    "become been before began begin beginning behind being believe below besides bet better between beyond big bigger "
    "biggest billed billing bills birthday board boards boring both bought boys break breaks bring broken brought "
    "budget build built business but buy buying called calls can't cancel cancelled cannot care cares cases catch "
    "cause change changed changes changing charge charged charges cheap cheaper check checking children choice choose "
    "clean clear clearly close closed closing cold colleague colleagues come comes coming comment comments company "
    "compared competitor complaint complaints complete completely confused consider correct cost costs could couldn't "
    "country couple course cracked crap crash crashed crashes crashing crazy create created customer customer-facing "
    "customers cuts daily damn day days dead dear decide decided decision delay delayed deleted delivered delivery "
    "depends details did didn't different dinner disappointed does doesn't doing don't done doubt down drivers drops "
    "each earlier early earn easier east easy eat eight either else employees empty end ended ends enjoy enough "
    "entire especially essay evening ever every everyone everything example excellent except excited excuse exist "
    "exists expect expected expensive experience explain eyes failed failing fails family faster favorite february "
    "feels felt few field fields figure finally finance fine finish finished first five fix fixed fixes fixing flight "
    "flights follow forever forgot forgotten forward found four free friday friend friends from funny future gave "
    "generate getting give given gives giving glad goes going gone gonna good goodbye goodnight got great guess guide "
    "guy guys had hadn't half handle happened happening happens happy hard has hasn't have haven't having he's "
    "headquarters hear heard heart hello help helpful helping helps hence here higher hilarious him hire hires hiring "
    "his hold holiday honest honestly hoping hour hours house how however hurt i'd i'll i'm i've ideas ignore imagine "
    "important improve included including indeed inside instance instead interested interesting into invoice invoices "
    "involved isn't issue issues it'd it'll it's item items its itself january joins joke july june just keep keeps "
    "kept killed kinda knew know known knows lady last lately later launched launches law lazy learn least leave "
    "leaves leaving left less lied life light like likes little lives living load loading locked log-in logs lol "
    "lonely long longer look looked looking looks lost lots love loves loving low lower luck lucky luggage mad made "
    "main makes making many match matter maybe mean meaning means meant meet meeting merge message messages middle "
    "might minutes miss missed missing mistake monday money month months more morning most mouth move moved moves "
    "moving much must myself named names near nearly need needed needs neither never new next nice nights nine nobody "
    "north nothing noticed now number numbers of off offer offering offers office-hours often old older once ones "
    "only onto open opened opening opens ordered orders other others ought our ours ourselves out own owner owners "
    "paid paper particular partners pay paying payment payroll people people's perfect perhaps picked picture places "
    "plain planning play played playing please pleased pls plz poor possible ppl pressed pretty previous price prices "
    "pricing probably problems product products promised proper properly proud provide provided purchase push put "
    "putting quality question questions quick quickly quite quote raises ran rather reach reached read read-only "
    "reads ready realize really reason received recent recently recommend refund refunded regarding released remember "
    "remove removed renewal renewals replied replies reply reported request requested requests results review reviews "
    "ridiculous right room rude rule rules rumor rumour run running runs sad safe said sales same saturday save saved "
    "saw saying says scheduled search seat seats seconds see seeing seem seems seen sell selling sells send sending "
    "sense sent separate serious seriously setting settings seven several severe shame shared sharing she she's sheet "
    "sheets shift ship shipped shit short should shouldn't show shows shut side sign sign-in signed silent simply "
    "since sister sit six sleep slow slower small sold solved some somebody someone someone's something sometimes "
    "somewhere soon sorry sound sounds south speak spend spent spring standing started starting starts stay stick "
    "still stopped stops straight strong stuck students stuff stupid such suck sucks suggest suggestion summer sunday "
    "supplier suppliers supposed sure surely surprised switch switched switching take taken takes taking talk talked "
    "talking taste taxes teach teacher tell tested testing thank thanks thanx that that's the their theirs them "
    "themselves then there there's therefore these they they'd they'll they're they've thing things think thinking "
    "thinks third thirty this those though thought thousand three through thursday time tired to-do today together "
    "tomorrow tonight too took totally touch toward trade tried trouble trust truth try trying tuesday turn turned "
    "turns twelve twenty twice two ugly unable under understand unfortunately unhappy unless until updated upset use "
    "used useful user users using usual usually value vendor vendors very view visit voice wait waited waiting walk "
    "wanna want wanted wants warehouse warning wasn't waste wasted watch watched watching way we'd we'll we're we've "
    "weather wednesday week weekend weekly weeks weird welcome went were weren't west what what's whatever when "
    "whenever where whether which while who who's whoever whole whom whose why wins wish with within without won't "
    "wonder wonderful wondering word words work workaround worked working works worse worst would wouldn't wow write "
    "writes writing written wrong wrote yay yeah year years yep yes yesterday yet you you'd you'll you're you've "
    "young your yours yourself yrs yup zero"
)

_ALSO_ENGLISH = (
    "a account accounts ad admin ahead all also am an app apps april are as at be best bill boss bug bugs by can case "
    "class client clients contract cool cut dashboard data date dates deal default demo do docs download drop email "
    "error event events export extra face fact fail fair fall fast feature features fee feedback feel fees fill firm "
    "fit food for front full fun game games get go god hair hand hands hang hate he head helped hey home hot i idea "
    "if import in install is it job jobs join launch let level line lines link live login mail make man management "
    "manager march mass may me mode moment mood mother my name network no not november october office offline okay on "
    "one online opinion option options or order over page pages part parts party pass past person phone phones photo "
    "photos pick pictures piece place plan plans plus point points power print printer problem pull quit rate reading "
    "release report reports rest result ring sale school screen screenshot second september server service services "
    "setup share simple single site smart so song soul source staff stage star stars start state status stop store "
    "story strange street student support sweet sync system table task tasks tax team teams tells ten test text "
    "thread ticket tickets title to told tool tools top track train training travel treat trial trip type up update "
    "updates upgrade us version vote w wall was we webinar well will win winter"
)

_GERMAN = (
    "aber abgebucht abgestürzt abmelden achtung allem allerdings alles andauernd anderen anmelden anmeldung antwort "
    "antwortet auch auf aufgrund aus außer außerdem bedeutet beide beim bekomme bekommen bereits besser beste bin "
    "bitte bleibt brauche brauchen braucht buchhaltung dabei dafür dagegen daher damit danach danke dann daran darauf "
    "darf dass datei dateien dazu deine dem denen denn deren deshalb deswegen diese diesem diesen dieser dieses dir "
    "doch dort drei durch dürfen eben ebenfalls ehrlich eigentlich einem einen einer eines einfach einige einmal "
    "empfehlen empfehlung endlich entweder erfahrung erfahrungen erst euch euer eure falsch fehler fehlermeldung "
    "fehlt ferner finde findet firma frage fragen früher funktion funktionieren funktioniert fünf für gab ganze "
    "ganzen geben gefällt gegen gegenüber gehen geht gekündigt gelöscht gemacht genau gerade gern gerne gesagt "
    "geschäft gestern gesucht gibt gibt's glaube gleich grüße gut gute guten habe haben habt hallo hatte hatten heißt "
    "heute hilfe hinter hätte hätten ich ihm ihnen ihr ihre ihrem ihren ihrer immer irgendwie irgendwo ist jahr jahre "
    "jahren jede jedem jeden jedenfalls jeder jedes jemand jetzt kannst kaputt kaum keine keinem keinen keiner keins "
    "kenne kennt klappt komisch komme kommt kosten kostet kriege kriegen kunden kundendienst können könnt könnte "
    "könnten kündigen kündigung lange langsam lassen laut leider letzte letzten letzter lieber liegt lohnt läuft "
    "mache machen macht mehr mein meine meinem meinen meiner meinung meldet meldung mich mir mit mitarbeiter monat "
    "monate monaten morgen muss musste möchte möchten möglich müssen müsste nach nachdem natürlich neben nein neue "
    "neuen neuer neues nicht nicht's nichts niemand niemanden noch nochmal nur nutzen nutzer nutzt nächste oder ohne "
    "preise rechnung rechnungen reicht richtig rückmeldung sagt schade schlecht schlimm schnell schon schreibt schön "
    "sehr seine seinen seiner seit seitdem seite seiten selbst sich sicher sieht sind sogar solche sollen sollte "
    "sollten somit sondern sonst später statt steht stimmt stunde stunden störung stürzt suche suchen tagen "
    "tatsächlich teuer trotz trotzdem umstieg und ungefähr uns unser unsere unserem unseren unserer unter verkauft "
    "vermutlich verstehe versuche vertrag viele vielen vielleicht vielmehr vom vorher waren warten warum weder wegen "
    "weil weiter weiß welche welchen welcher welches weniger wenigstens wenn werde werden wieder wieso wir wird "
    "wirklich wisst wo woche wochen wofür woher wohl wollen wollte worden wurde wurden während wünsche würde würden "
    "zahlen zahlt zeigt zeit ziemlich zuletzt zum zur zurück zusammen zwar zwei zweite zwischen öfter über überall "
    "überhaupt"
)

_ALSO_GERMAN = (
    "ab alle allen aller als also am an andere anders bei bis da das den der des dich die dies drauf du ein eine er "
    "es etwa etwas falls fast ganz gar guter hat im in ins ja kann kein kunde kurz los mal man neu nix nun ob sein "
    "sie so soll tage tun um viel von vor war was weg wen wer wie will zu zwölf"
)

_OTHERS = (
    "ada af ako al ang ao att au aux av avec ay az bij bir blev bu ce cette che com como con csak cu czy dan dans "
    "dari dat de del della dengan det deze di din dos een egy ei ej el elle em en est esta este et ett että geen han "
    "har het hogy hon ik ikke il ini inte itu için jag jak je jeg jest kamu kan ke ko kun la lang las le les lo maar "
    "mais med meg men meu mga mi mijn mo moet mutta muy más na naar naman ne nem ng ni niet niin nog nogle non nous "
    "nu não och od og olen ook os ou para pas pe pentru pero po por pour på que sa saya se si się som su sunt sur sus "
    "są te tidak til till très tu uma un una une untuk van ve ved vi voor vous wat wel wordt y ya yang yo z ze zijn "
    "är é és że"
)

ENGLISH: Final = frozenset(_ENGLISH.split())
"""Common words that no other language in Latin letters has in common use."""

ALSO_ENGLISH: Final = frozenset(_ALSO_ENGLISH.split())
"""Common words that other languages have too, as their own or as loans."""

GERMAN: Final = frozenset(_GERMAN.split())
"""Common words that hardly any other language has; Dutch and Luxembourgish share a few."""

ALSO_GERMAN: Final = frozenset(_ALSO_GERMAN.split())
"""Common words that other languages have too."""

OTHERS: Final = frozenset(_OTHERS.split())
"""Small words of neither."""

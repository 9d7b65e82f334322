"""What people write to a vendor in languages that scoring does not judge, by language; made up."""

from __future__ import annotations

from typing import Final

ASK: Final[dict[str, tuple[str, ...]]] = {
    "de": ("Wann kommt SAML", "Könnt ihr das abschalten", "Bei mir geht die App seit gestern nicht mehr"),
    "fr": (
        "Quand est-ce que le SSO sera dispo",
        "Comment on désactive les notifications",
        "mon appli plante depuis hier",
    ),
    "es": ("Cuándo va a estar disponible", "Cómo desactivo las notificaciones", "no me funciona la app desde ayer"),
    "pt": ("Quando teremos SAML", "tem como exportar em lote", "o app não abre desde ontem"),
    "it": ("Come si disattivano le notifiche", "quando arriva la versione nuova", "l'app non funziona da ieri"),
    "nl": ("Wanneer komt dit beschikbaar", "kan ik dit uitzetten", "de app werkt sinds gisteren niet"),
    "sv": ("när kommer svensk version", "kan ni hjälpa mig", "appen funkar inte längre"),
    "no": ("hvorfor er det ingen som svarer", "appen virker ikke lenger"),
    "fi": ("milloin tulee suomenkielinen versio", "sovellus ei toimi enää"),
    "pl": ("kiedy będzie wersja po polsku", "aplikacja nie działa od wczoraj"),
    "cs": ("kdy bude česká verze", "aplikace nefunguje od včerejška"),
    "ru": ("Когда будет поддержка линукса", "а как отключить уведомления", "приложение не работает со вчерашнего дня"),
    "uk": ("коли буде українська версія", "застосунок не працює"),
    "tr": ("bu ne zaman gelecek", "Excel'e aktarılıyor mu", "uygulama açılmıyor"),
    "id": ("Aplikasinya kapan bisa dipakai lagi", "kok ga bisa login ya"),
    "vi": ("bao giờ có bản tiếng Việt", "có hỗ trợ SAML không ạ", "ứng dụng bị lỗi rồi"),
    "el": ("Πότε θα υποστηρίζετε SAML", "Μπορείτε να με βοηθήσετε;", "η εφαρμογή δεν λειτουργεί"),
    "he": ("מתי תהיה תמיכה בעברית", "האפליקציה לא עובדת"),
    "ar": ("هل يدعم التطبيق العربية؟", "كيف يمكنني إلغاء الاشتراك", "التطبيق لا يعمل منذ أمس"),
    "hi": ("इसका दाम कितना है", "ऐप काम नहीं कर रहा"),
    "th": ("รองรับ SAML ไหมครับ", "ส่งของเมื่อไหร่ครับ", "ทำไมแอปใช้ไม่ได้", "โหลดที่ไหน"),
    "ja": ("SAMLには対応していますか", "エクスポートの方法を教えてください", "アプリが起動しません。昨日からです。"),
    "zh": ("请问什么时候支持SAML", "这个能导出吗", "為什麼一直閃退", "有繁體中文嗎？"),
    "ko": ("이 기능 언제 나오나요", "환불 가능한가요", "앱이 왜 안 열리죠"),
}
"""What asks something or reports that something is broken."""

PRAISE: Final[dict[str, tuple[str, ...]]] = {
    "de": ("Tolle App, danke euch", "Das neue Update gefällt mir richtig gut"),
    "fr": ("J'adore votre appli", "Super événement hier, merci à toute l'équipe"),
    "es": ("Me encanta esta app, gracias", "felicidades por el premio"),
    "pt": ("Ótimo aplicativo, parabéns", "Adorei a novidade"),
    "it": ("Ottima app, grazie", "complimenti per il premio"),
    "nl": ("Geweldige app, bedankt", "gefeliciteerd met de prijs"),
    "sv": ("Tack för en bra app", "grattis till priset"),
    "no": ("tusen takk for en kjempebra app",),
    "fi": ("kiitos, loistava sovellus",),
    "pl": ("świetna apka", "dziękuję, wszystko gra"),
    "cs": ("skvělá aplikace, díky",),
    "ru": ("отличное приложение, спасибо",),
    "uk": ("дякую, чудовий застосунок",),
    "tr": ("Harika bir uygulama, teşekkürler",),
    "id": ("aplikasinya keren, makasih",),
    "vi": ("ứng dụng rất tốt",),
    "el": ("τέλεια εφαρμογή, ευχαριστώ",),
    "he": ("אפליקציה מעולה, תודה",),
    "ar": ("شكرا لكم على التطبيق الرائع",),
    "hi": ("बहुत अच्छा ऐप",),
    "th": ("แอปนี้ดีมากครับ ขอบคุณ",),
    "ja": ("今日から使い始めました。とても便利です。", "このアプリ最高"),
    "zh": ("我很喜欢这个软件", "恭喜得獎"),
    "ko": ("앱이 정말 좋아요", "수상 축하드려요"),
}
"""What only praises or thanks."""

PRAISE_THAT_IS_NONE: Final[dict[str, tuple[str, ...]]] = {
    "de": ("Danke für nichts, seit drei Wochen keine Antwort", "Danke im Voraus, wann kommt denn SAML", "Tolle App?"),
    "fr": ("merci d'avance pour votre aide", "Bravo, toujours en panne depuis deux jours"),
    "es": ("gracias por nada, llevo tres días sin servicio", "no me gusta nada", "genial, ¿y para cuándo en Android?"),
    "pt": ("parabéns, o app não abre de novo",),
    "it": ("complimenti, non funziona niente", "grazie in anticipo"),
    "ru": ("спасибо, опять ничего не работает",),
    "ja": ("ありがとうございます。返金はいつですか",),
    "zh": ("谢谢老哥，想问下打赏入口在哪",),
}
"""What thanks and asks or complains."""

TALK: Final[dict[str, tuple[str, ...]]] = {
    "de": ("Wir haben heute das neue Update ausgerollt", "Hat gestern Spaß gemacht, bis zum nächsten Mal"),
    "fr": ("Quand on travaille à distance, la bonne humeur compte", "Comme chaque lundi, notre lettre est en ligne"),
    "es": (
        "Como siempre, nos vemos el lunes",
        "Cuando el equipo se reúne salen grandes ideas",
        "Hay una nueva entrada en el blog, la escribió Marta",
    ),
    "pt": ("Quando o time se junta tudo flui", "Como sempre, nos vemos na segunda"),
    "it": ("Quando è domenica si riposa", "Come ogni lunedì esce la nostra newsletter"),
    "sv": ("Var en fin dag på mässan", "När det gäller löner följer vi avtalet"),
    "pl": ("Kiedy pada deszcz, zostajemy w biurze", "Gdzie dwóch się bije, tam trzeci korzysta"),
    "ru": ("Когда идёт дождь, мы работаем из дома", "Сколько лет, сколько зим"),
    "uk": ("Коли падає дощ, ми працюємо з дому",),
    "el": ("Έμεινα σπίτι γιατί έβρεχε",),
    "th": ("เสียงดนตรีในงานเมื่อวาน", "สมัยก่อนเราทำงานที่บ้าน"),
    "ja": ("明日は休みですから家で寝ます",),
    "zh": ("今天我们在办公室开会",),
    "ko": ("언제나 처음처럼 일합니다", "오늘 행사에 다녀왔습니다"),
}
"""What asks nothing, praises nobody, and is put to nobody."""

DONE: Final = (
    "Erledigt, danke für den Hinweis.",
    "Wurde behoben.",
    "C'est corrigé, merci.",
    "Solucionado, gracias por avisar.",
    "Ya está arreglado",
    "Corrigido, obrigado pelo aviso.",
    "Risolto, grazie della segnalazione.",
    "Opgelost, bedankt voor de melding.",
    "Åtgärdat, tack för rapporten.",
    "Naprawione, dzięki.",
    "Исправлено, спасибо.",
    "Düzeltildi, teşekkürler.",
    "修正しました。ご報告ありがとうございます。",
    "已修复，感谢反馈。",
    "수정했습니다. 감사합니다.",
)
"""With what a vendor says that a matter is done."""

NOT_DONE: Final = (
    "Ist noch nicht behoben, wir sind dran.",
    "Wird mit dem nächsten Update behoben.",
    "Ce n'est pas encore corrigé.",
    "Aún no está solucionado.",
    "Ещё не исправлено.",
    "Ist das bei dir behoben?",
)
"""What will be done, or is asked for."""

STILL_NOT: Final = (
    "Geht leider immer noch nicht.",
    "Ça ne marche toujours pas.",
    "Sigue sin funcionar.",
    "Ainda não funciona.",
    "Purtroppo continua a non funzionare.",
    "Het werkt nog steeds niet.",
    "Det funkar fortfarande inte.",
    "Nadal nie działa.",
    "Всё равно не работает.",
    "Hâlâ çalışmıyor.",
    "まだ落ちます。",
    "还是闪退。",
    "여전히 안 돼요.",
)
"""With what an asker says that it did not help."""

SOLVED: Final = (
    "Danke, klappt jetzt wieder!",
    "Merci, ça marche maintenant !",
    "Gracias, ya funciona.",
    "Obrigado, funcionou!",
    "Grazie, ora funziona.",
    "Bedankt, het werkt nu.",
    "Tack, nu funkar det.",
    "Dzięki, działa!",
    "Спасибо, заработало!",
    "谢谢，解决了。",
)
"""With what he says that it did."""

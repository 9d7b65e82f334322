"""What asks, what reports a defect and what praises in languages that scoring does not judge.

The network was tuned on English: of a post in another language that is put to us it says that it asks, whatever it
says. These are the commonest words of support and thanks in each language, and none of them is English. Whole words,
but where a script writes none apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from listening.scoring.patterns import Rule, rule, shape

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "de": (
            """
            ^ ?und|?aber|?hallo|?hi|?oder|?also|?sagt|?sag|?bitte ?mal wann|warum|wieso|weshalb|woher|wohin|womit|
                wofür|
                wodurch|woran|wieviel|wie_viel|wie_lange|wie_oft|wie_kann|wie_kommt|
                wie_geht|wie_bekomme|wie_macht|wie_mache|wie_lautet|wie_heißt|wie_stelle|wie_ist|wo_kann|wo_ist|
                wo_finde|
                wo_gibt|wo_steht|wo_bekomme|was_ist|was_kostet|was_kann|was_muss|was_passiert|was_bedeutet|was_mache|
                was_soll|wer_kann|wer_hat|wer_weiß
            ^ ?und|?aber|?hallo|?hi|?oder|?bitte kann|könnt|könnte|könnten|können|kannst|könntet|gibt|gibts|habt|
                haben|
                hat|hast|seid|ist|sind|wird|werdet|werden|darf|muss|plant|bietet|geht|funktioniert|unterstützt|kennt|
                weiß|soll|lässt|kommt|dauert man|ihr|ich|wir|es|er|sie|jemand|mir|bitte|denn|das|der|die|eine|einen|
                hier|du|sich|eigentlich|etwa|noch|schon
            weiß|kennt|hat|kann ?hier jemand|wer
            wüsste_gern|würde_gern_wissen|würde_mich_interessieren|hätte_eine_frage|habe_eine_frage|hab_eine_frage|
                kurze_frage|frage_an|ich_suche|suche_eine|suche_einen|bitte_um|könnt_ihr|könnten_sie|können_sie|
                habt_ihr|gibt_es_eine|gibt_es_einen|was_kann_ich|was_mache_ich|bitte_helft|hilfe_bitte|wann_kommt|
                weiß_nicht_wie|keine_ahnung_wie|wie_kann_ich|wie_bekomme_ich|bitte_melden|danke_im_voraus|
                vielen_dank_im_voraus|danke_vorab|wäre_dankbar|warte_seit|warten_seit
            """,
            """
            geht|funktioniert|lädt|startet|klappt|reagiert|öffnet|läuft|lässt|gehen|funktionieren ..4 nicht|nimmer|nix
            funktioniert|klappt|geht gar|leider|immer|noch|seit|wieder ?noch ?immer nicht
            warte|warten|gewartet ..4 seit
            abgestürzt|stürzt_ab|stürzt|absturz|fehlermeldung|fehlercode|kaputt|defekt|hängt_sich|ausgefallen|ausfall|
                störung|gestört|doppelt_abgebucht|abgebucht|keine_antwort|keine_rückmeldung|unerreichbar|reklamation|
                beschwerde|unverschämt|frechheit|niemand_antwortet|kein_internet|kein_netz|verspätung
            kann|konnte|können|komme ich|wir|mich|man ..4 nicht ..2 anmelden|einloggen|öffnen|laden|speichern|
                erreichen|nutzen|installieren|starten|bestellen|rein
            """,
            """
            danke|dankeschön|dankeschoen|vielen_dank|tausend_dank|herzlichen_dank|glückwunsch|gratuliere|
                herzlichen_glückwunsch|gefällt_mir|gefällt_uns|super_app|tolle|toller|tolles|großartig|genial|klasse|
                hervorragend|begeistert|liebe_euch|weiter_so|top_service|spitze|beste
            """,
        ),
        "fr": (
            """
            pourquoi|est_ce_que|qu'est_ce|quelqu'un_sait|quelqu'un_a|quelqu'un_connaît|quelqu'un_peut|y_a_t_il|
                savez_vous|pouvez_vous|pourriez_vous|peut_on|puis_je|avez_vous|comptez_vous|est_il|est_ce_possible|
                à_quand|c'est_quand|c'est_combien|merci_d'avance|svp|besoin_d'aide|je_cherche|je_voudrais_savoir|
                j'aimerais_savoir|une_question|comment_faire|j'attends
            ^ ?et|?mais|?bonjour|?salut|?bonsoir ?du|?coup quand est|sera|seront|sont|va|vont|pourra|aurez|aura|
                pourrons
            ^ ?et|?mais|?bonjour|?salut|?bonsoir ?du|?coup comment|où|combien|quel|quelle|quels|quelles est|on|je|
                peut|puis|faire|sera|seront|ça|c'est|sont|avez|vous|va|pourra|vont|désactiver|changer|de
            ^ ?et|?mais|?bonjour vous|on|tu|il avez|peut|pouvez|allez|comptez|y|savez|faites prévu|m'aider|aussi|
                une|un|des|savoir|m'expliquer
            """,
            """
            ne|n'arrive|n'arrivons|pas ..3 marche|fonctionne|charge|répond|ouvre|connecter|accéder
            marche|fonctionne pas|plus
            plante|buggé|buggée|en_panne|panne|impossible_de|message_d'erreur|une_erreur|inadmissible|
                inacceptable|scandaleux|toujours_pas|aucune_réponse|sans_réponse|personne_ne_répond|remboursement|
                remboursez|débité|débitée|prélevé|honteux
            """,
            """
            merci|bravo|félicitations|j'adore|on_adore|j'aime|génial|géniale|excellente|parfait|parfaite|
                super_appli|au_top|trop_top|magnifique|chapeau|le_meilleur|la_meilleure|ravi|ravie
            """,
        ),
        "es": (
            """
            cuándo|cómo|dónde|cuánto|cuánta|cuántos|por_qué|cuál|cuáles|alguien_sabe|alguien_conoce|alguien_me|
                alguien_ha|me_pueden|podrían|podrías|pueden_ayudarme|se_puede|hay_alguna_forma|hay_forma|
                hay_manera|quisiera_saber|quiero_saber|me_gustaría_saber|necesito_ayuda|una_pregunta|una_duda|
                tengo_una_duda|gracias_de_antemano|ayuda_por_favor|qué_hago|qué_pasa|qué_significa|qué_puedo|
                por_favor_ayuda|sigo_esperando|estoy_esperando
            ^ ?y|?pero|?hola|?buenas|?oye|?oigan cuando sale|saldrá|estará|lanzan|habrá|llega|van|regresa
            ^ ?y|?pero|?hola|?buenas|?oye|?oigan como|donde|cuanto|cual puedo|hago|cuesta|podemos|está|pasa|compro|
                descargo
            ^ ?y|?pero|?hola|?oigan que pasa|hago|puedo|onda
            ^ ?y|?pero|?hola|?buenas|?oigan hay|tienen|tienes|tenéis|pueden|puedes|podéis|existe|sabes|saben alguna|
                algún|cómo|si|ayudarme|planes|soporte|decirme
            """,
            """
            no|nunca ?me|?se|?nos funciona|abre|carga|deja|responde|responden|contestan|llega|llegó|puedo|arranca|
                sirve|
                permite|anda|conecta|entra
            falla|fallo|fallando|se_cae|se_cierra|caído|caída|cobraron|me_cobró|doble_cobro|reembolso|devolución|
                pésimo|pésima|una_vergüenza|vergüenza|queja|reclamo|nadie_responde|nadie_contesta|sin_respuesta|
                sin_servicio|sin_internet|sin_señal
            """,
            """
            gracias|muchas_gracias|felicidades|felicitaciones|enhorabuena|me_encanta|me_encantó|nos_encanta|encantado|
                encantada|genial|excelente|increíble|buenísimo|buenísima|maravilloso|espectacular|el_mejor|la_mejor|
                me_gusta|qué_bueno|gran_trabajo|buen_trabajo
            """,
        ),
        "pt": (
            """
            alguém_sabe|alguém_conhece|alguém_pode|alguém_já|por_que|por_quê|qual_é|quais_são|vocês_têm|vocês_vão|
                vocês_podem|poderiam|tem_como|tem_algum|como_faço|como_posso|gostaria_de_saber|queria_saber|
                quero_saber|preciso_de_ajuda|uma_dúvida|uma_pergunta|tenho_uma_dúvida|obrigado_desde_já|me_ajudem|
                me_ajuda|quanto_custa|o_que_faço|quando_vai|quando_teremos|estou_esperando|aguardando_resposta
            ^ ?e|?mas|?oi|?olá|?boa ?noite|?tarde|?dia quando|como|onde|quanto|qual teremos|vai|faço|posso|fica|está|
                custa|desativo|
                consigo|funciona|sai|volta
            ^ ?e|?mas|?oi|?olá quanto|cadê|qual o|a|é|meu|minha
            ^ ?e|?mas|?oi|?olá dá|posso|tem|existe para|pra|como|previsão|suporte|algum|alguma
            """,
            """
            não|nunca|nem ?me|?se|?está|?consigo|?estou funciona|funcionando|abre|carrega|responde|respondem|consigo|
                chegou|acessar|entrar|entra|conecta|atende|atendem|instala|conseguindo
            erro|travando|trava|travou|caiu|fora_do_ar|cobraram|cobrança_indevida|reembolso|estorno|péssimo|péssima|
                vergonha|absurdo|reclamação|ninguém_responde|sem_resposta|sem_internet|sem_sinal
            """,
            """
            obrigado|obrigada|parabéns|adorei|adoro|amei|excelente|maravilhoso|maravilhosa|ótimo|ótima|incrível|
                sensacional|o_melhor|a_melhor|gostei|top_demais|show_de_bola|valeu
            """,
        ),
        "it": (
            """
            perché_non|qualcuno_sa|qualcuno_conosce|qualcuno_ha|qualcuno_può|è_possibile|si_può|potete|potreste|
                vorrei_sapere|volevo_sapere|volevo_chiedere|una_domanda|ho_bisogno_di|grazie_in_anticipo|come_faccio|
                come_posso|come_si|quanto_costa|c'è_un_modo|avete_intenzione|mi_aiutate|aiutatemi|sto_aspettando
            ^ ?e|?ma|?ciao|?salve|?buongiorno quando|dove|quanto|quale|quali|cosa|chi arriva|sarà|esce|uscirà|posso|
                trovo|costa|devo|succede
            ^ ?e|?ma|?ciao|?salve|?buongiorno come|perché|avete|sapete|posso|cosa mai|posso|faccio|si|disattivare|
                fare|
                dirmi|in
            """,
            """
            non ?mi|?si|?ci|?riesco|?è|?sta funziona|funzionano|apre|carica|risponde|rispondete|arrivato|riesco|va|
                parte|accedere|entrare|disponibile
            errore|bloccato|bloccata|crasha|guasto|rimborso|addebitato|vergogna|pessimo|pessima|reclamo|
                nessuno_risponde|senza_risposta|si_blocca|si_chiude|disservizio
            """,
            """
            grazie|grazie_mille|complimenti|congratulazioni|adoro|ottimo|ottima|fantastico|fantastica|bellissimo|
                bellissima|mi_piace|eccellente|perfetto|perfetta|bravi|il_migliore|la_migliore|grandi
            """,
        ),
        "nl": (
            """
            ^ ?en|?maar|?hoi|?hallo|?beste wanneer|waarom|hoelang|hoeveel|waar_kan|waar_vind|hoe_kan|hoe_zet|hoe_kom|
                hoe_lang|hoe_krijg|wat_kost|wat_is|wie_weet|welke
            ^ ?en|?maar|?hoi|?hallo kan|kunnen|kunt|hebben|heeft|is|zijn|komt|mag|moet|gaat|werkt ik|jullie|je|u|
                iemand|
                er|het|dit|dat|de|we
            iemand_een_idee|weet_iemand|heeft_iemand|kunnen_jullie|hebben_jullie|ik_vraag_me_af|een_vraag|vraagje|
                alvast_bedankt|ik_zoek|graag_hulp|wacht_al
            """,
            """
            werkt|laadt|opent|start|doet|lukt|reageert ..3 niet|niks
            een_storing|grote_storing|weer_storing|foutmelding|kapot|crasht|vastgelopen|onbereikbaar|geen_reactie|
                geen_antwoord|klacht|dubbel_afgeschreven|afgeschreven|schandalig|geen_internet|geen_bereik|vertraging
            """,
            """
            bedankt|dank_je|dank_jullie|dankjewel|dankuwel|gefeliciteerd|geweldig|geweldige|fantastisch|fantastische|
                prachtig|topper|toppers|heel_blij|uitstekend|uitstekende|mooie
            """,
        ),
        "sv": (
            """
            ^ ?och|?men|?hej när kommer|blir|kan|är|har|går|finns|öppnar|släpps
            ^ ?och|?men|?hej varför|hur|var|vad|vilken|vilka man|jag|ni|kommer|blir|gör|lång|mycket|kostar|kan|
                hittar|är|finns
            ^ ?och|?men|?hej kan|har|finns|går|kommer|är man|jag|ni|det|någon|den
            någon_som_vet|vet_någon|kan_ni|har_ni|finns_det|undrar|en_fråga|tack_på_förhand|hvordan|hvorfor|hvornår|
                hvor_mange|hvor_lenge|er_det_noen|kan_dere|har_dere|har_i|miksi|milloin|miten|voiko|onko|missä|kuinka|
                mistä|tietääkö
            """,
            """
            fungerar|funkar|laddar|startar|öppnas|funker|fungerer|virker|toimi ..2 inte|ikke|ei
            ei_toimi|eivät_toimi|kraschar|krasjer|nere|avbrott|felmeddelande|feilmelding|fejl|trasig|klagomål|virhe|
                kaatuu|rikki|inget_svar|ingen_svarer|ingen_svarar|dubbeldebiterad
            """,
            """
            tack|tusen_tack|grattis|jättebra|underbart|fantastiskt|älskar|takk|tusen_takk|gratulerer|tillykke|
                kjempebra|elsker|kiitos|hienoa|mahtava|loistava|onnea
            """,
        ),
        "pl": (
            """
            dlaczego|czemu|jak_mogę|jak_można|jak_wyłączyć|jak_włączyć|ile_kosztuje|ile_trzeba|
                czy|co_zrobić|co_robić|ktoś_wie|wie_ktoś|mam_pytanie|proszę_o_pomoc|szukam|kdy|proč|jak_mohu|jak_se|
                kolik_stojí|kde_najdu|nevíte|neví_někdo|prosím_o|kedy|prečo|gdzie_jest|gdzie_mogę|gdzie_można|
                gdzie_znajdę
            kiedy ?w ?końcu|?wreszcie ?to|?się będzie|będą|wyjdzie|pojawi|można|mogę|naprawicie|dostanę|ruszy|wróci|
                wraca|
                planujecie|dodacie
            """,
            """
            nie działa|działają|ładuje|otwiera|odpowiada|mogę|można|da|uruchamia|wczytuje
            błąd|błędy|awaria|zawiesza|reklamacja|zwrot_pieniędzy|skandal|brak_odpowiedzi|nikt_nie|zepsuty|nefunguje|
                nejde|spadla|padá|výpadek|reklamace
            """,
            """
            dziękuję|dzięki|dziękujemy|gratulacje|świetna|świetne|świetny|super_apka|polecam|uwielbiam|wspaniale|
                genialne|brawo|děkuji|děkuju|díky|skvělá|skvělé|skvělý|super_práce|gratuluji|ďakujem
            """,
        ),
        "ru": (
            """
            почему|зачем|сколько_стоит|сколько_можно|сколько_ждать|как_отключить|как_включить|как_сделать|как_это|
                как_можно|как_мне|
                как_настроить|как_получить|как_удалить|где_найти|где_можно|где_взять|можно_ли|есть_ли|будет_ли|
                кто_нибудь|кто_знает|подскажите|помогите|скажите|объясните|что_делать|планируете|чи_можна|чому|
                скільки_коштує|як_вимкнути|як_мені|підкажіть|допоможіть|чи_є|чи_буде
            когда|коли ?уже|?же|?вже|?ж|?он|?она|?оно ?уже|?наконец будет|будут|выйдет|появится|заработает|
                планируется|можно|
                починят|почините|исправят|исправите|ждать|добавите|вернут|вернете|буде|будуть|вийде|можна
            """,
            """
            не|перестало|перестал|перестала|ніяк работает|работают|открывается|загружается|запускается|отвечает|
                отвечают|приходит|могу|грузится|работать|входит|працює|відкривається|відповідає|можу
            ошибка|ошибку|вылетает|сломалось|сломался|завис|зависает|упал|сбой|верните|возврат|жалоба|позор|помилка|
                вилітає|зламалось|нет_ответа|безобразие
            """,
            """
            спасибо|благодарю|отличное|отличный|отличная|отлично|супер|молодцы|класс|поздравляю|замечательно|
                прекрасно|
                обожаю|люблю|круто|лучшее|лучший|лучшая|дякую|чудово|чудовий|молодці|вітаю
            """,
        ),
        "tr": (
            """
            ne_zaman|neden|niye|niçin|nasıl|nerede|nereden|kaç|hangi|kim_bilir|var_mı|yok_mu|olur_mu|olacak_mı|
                gelecek_mi|
                mümkün_mü|değil_mi|mı|mu|mü|mısınız|misiniz|musunuz|müsünüz|bilen_var|yardım_edin|yardımcı_olur|
                lütfen_yardım|bir_sorum
            """,
            """
            çalışmıyor|açılmıyor|yüklenmiyor|olmuyor|giremiyorum|yapamıyorum|gelmedi|gelmiyor|hata|çöktü|çöküyor|
                bozuk|bozuldu|şikayet|iade|rezalet|cevap_yok|dönüş_yok|ulaşamıyorum|alamıyorum
            """,
            """
            teşekkürler|teşekkür_ederim|teşekkür_ederiz|tebrikler|harika|mükemmel|süper|bayıldım|elinize_sağlık|
                seviyorum
            """,
        ),
        "id": (
            """
            kapan|kenapa|mengapa|bagaimana|gimana|berapa|dimana|di_mana|apakah|kok_ga|kok_gak|kok_tidak|ada_yang_tahu|
                mohon_bantuan|minta_tolong|tolong|bisakah|mau_tanya|ingin_tanya|bila_boleh|macam_mana
            """,
            """
            tidak|gak|ga|nggak|belum bisa|masuk|dibuka|berfungsi|jalan|ada_respon|terkirim|sampai|login|muncul
            eror|gagal|rusak|gangguan|keluhan|komplain|lemot|kecewa|mengecewakan|penipuan
            """,
            "terima_kasih|terimakasih|makasih|selamat_ya|selamat_atas|selamat_ulang|keren|mantap|bagus|hebat|suka_banget|sukses_selalu",
        ),
        "vi": (
            """
            bao_giờ|khi_nào|tại_sao|vì_sao|thế_nào|làm_sao|làm_thế_nào|ở_đâu|bao_nhiêu|có_ai_biết|phải_không|
                được_không|
                cho_hỏi|cho_mình_hỏi|xin_hỏi|giúp_mình|giúp_với|không_ạ|chưa_ạ
            ^ có ..6 không|chưa
            """,
            "bị_lỗi|lỗi|không_được|không_vào|không_mở|không_tải|bị_treo|bị_hỏng|khiếu_nại|hoàn_tiền|không_trả_lời",
            "cảm_ơn|cám_ơn|tuyệt_vời|rất_tốt|rất_hay|chúc_mừng|xuất_sắc|yêu_thích|quá_đỉnh",
        ),
        "el": (
            """
            πότε|πώς|πόσο_κοστίζει|πόσο_κάνει|πόσο_καιρό|ποιος|ποιο|μπορώ_να|μπορείτε|υπάρχει_τρόπος|ξέρει_κανείς|
                θα_ήθελα_να_μάθω
            ^ ?και γιατί
            """,
            "δεν λειτουργεί|ανοίγει|δουλεύει|μπορώ|απαντάει\nσφάλμα|πρόβλημα|χάλασε|απαράδεκτο|επιστροφή_χρημάτων",
            "ευχαριστώ|ευχαριστούμε|συγχαρητήρια|μπράβο|τέλειο|τέλεια|υπέροχο|εξαιρετικό|φοβερό",
        ),
        "he": (
            "מתי|למה|מדוע|איך|כיצד|איפה|היכן|כמה_עולה|כמה_זמן|האם|מישהו_יודע|אפשר_לקבל|אפשר_לדעת|תוכלו|אשמח_לדעת|אשמח_לעזרה",
            "לא עובד|עובדת|נפתח|נפתחת|נטען|מצליח|מצליחה|עונים\nתקלה|שגיאה|קורס|החזר|תלונה|בושה|נתקע",
            "תודה|תודה_רבה|מעולה|מצוין|נהדר|נהדרת|אלופים|כל_הכבוד|מדהים|מדהימה|מושלם",
        ),
        "ar": (
            "متى|لماذا|ليش|كيف|أين|وين|كم_سعر|كم_يكلف|هل|ممكن_مساعدة|شنو|ايش|أريد_أن_أعرف|لو_سمحت",
            "لا_يعمل|لا_تعمل|ما_يشتغل|ما_يفتح|لا_يفتح|خطأ|مشكلة|عطل|شكوى|استرداد|لا_أحد_يرد|بدون_رد",
            "شكرا|رائع|رائعة|ممتاز|ممتازة|أحب|مبروك|تهانينا|جميل|أفضل|يعطيكم_العافية",
        ),
    }
)
"""What asks, reports a defect and praises, by language: one language each, beside its nearest neighbours."""

_UNSPACED: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "th": (
            """
            ไหม มั้ย หรือเปล่า รึเปล่า หรือยัง รึยัง เมื่อไหร่ เมื่อไร เท่าไหร่ เท่าไร ทำไม ยังไง อย่างไร
            ที่ไหน ตรงไหน อะไรครับ อะไรคะ ใครรู้ สอบถาม ช่วยด้วย ขอถาม
            """,
            """
            ใช้ไม่ได้ เข้าไม่ได้ เปิดไม่ได้ โหลดไม่ได้ พัง ล่ม ค้าง เด้ง มีปัญหา แย่มาก คืนเงิน ร้องเรียน
            ไม่ตอบ
            """,
            "ขอบคุณ ดีมาก เยี่ยม สุดยอด ชอบมาก ยินดีด้วย ประทับใจ",
        ),
        "ja": (
            """
            ますか!ら ですか!ら ませんか!ら でしょうか!ら いつ頃 いつから いつまで!も いつになったら いつ使 いつ出
            どこで
            どこに!も どこから!も どうすれば どうやって どうしたら どうなって どうして!も なぜ!か なんで!も
            どれくらい いくら!で
            教えて 助けて 誰か 方法は 知りたい
            """,
            """
            できない できません 動かない 動きません 起動しない 起動しません 落ちる エラー バグ 不具合 障害
            繋がらない つながらない 届かない 返金 壊れ 重すぎ 返信がない ひどい
            """,
            """
            ありがとう 最高 素晴らしい すばらしい 便利 大好き おめでとう 嬉しい うれしい 楽しい 神アプリ
            助かって 助かる 気に入
            """,
        ),
        "zh": (
            """
            吗 嗎 怎么 怎麼 什么时候 什麼時候 为什么 為什麼 为啥 為啥 哪里 哪裡 哪儿 多少 请问 請問 如何 能不能
            可不可以 是否 有没有 有沒有 求助 何时 何時 咋 想问 想問 想知道 在哪 哪个 哪個 哪些 几时 請教 请教
            求教 求解
            """,
            """
            打不开 打不開 用不了 无法 無法 不能用 闪退 閃退 崩溃 崩潰 报错 報錯 故障 错误 錯誤 退款 投诉 投訴
            卡住 卡死 没反应 沒反應 登不上 没人回 沒人回 太差 垃圾
            """,
            "谢谢 謝謝 感谢 感謝 太棒 很棒 真棒 喜欢 喜歡 好用 恭喜 厉害 厲害 给力 給力 赞!助 讚 完美 优秀 優秀",
        ),
        "ko": (
            """
            하나요 되나요 있나요 없나요 오나요 가나요 인가요 은가요 한가요 는지요 습니까 입니까 합니까 을까요 할까요
            될까요 볼까요 있을까요 언제_ 언제쯤 언제까지 언제부터 어떻게 왜 어디 얼마예요 얼마인 얼마나_걸 무슨
            알려주 도와주 문의 궁금
            """,
            """
            안돼 안되 안_돼 안_되 안열 안_열 오류 에러 먹통 고장 튕기 튕겨 환불 버그 느려 답변이_없 답이_없
            실망 최악
            """,
            "감사 고맙 최고 좋아요 좋습니다 좋네요 축하 대박 훌륭 사랑 멋지 멋져 만족",
        ),
        "hi": (
            "क्या कब क्यों कैसे कहाँ कहां कितना कितने कितनी कौन कृपया_बताएं मदद",
            "काम_नहीं नहीं_चल नहीं_खुल नहीं_हो खराब समस्या शिकायत रिफंड एरर बंद_है",
            "धन्यवाद शुक्रिया बहुत_अच्छा बहुत_बढ़िया शानदार बधाई बेहतरीन पसंद",
        ),
    }
)
"""The same of scripts that write no words apart, or marks within them that are no letters: pieces that occur.

Behind "!" stands what makes another word of a piece: "ますから" says why and asks nothing."""

_TEMPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "de": """
            seit ..3 tagen|wochen|stunden|monaten|gestern|update
            nicht|nie|kein|keine ..2 toll|gut|super|klasse|begeistert|gefällt|beste|dank
            gefällt|gefallen ..3 nicht
            danke_für_nichts
            """,
        "fr": """
            depuis ..2 jours|semaines|heures|mois|hier
            n'aime|n'aimons|j'aime|c'est|est|vraiment ?vraiment pas|plus ?du ?tout ?terrible|?top
            """,
        "es": """
            hace|desde|llevo ..2 días|dias|semanas|horas|meses|ayer
            no ?me|?nos gusta|gustó|gustan|recomiendo
            gracias_por_nada
            """,
        "pt": """
            há|faz|desde ..2 dias|semanas|horas|meses|ontem
            não ?me gostei|gosto|recomendo
            """,
        "it": """
            da ..2 giorni|settimane|ore|mesi|ieri
            non ?mi|?ci piace|piaciuto|consiglio
            grazie_per_niente
            """,
        "nl": "sinds|al ..2 dagen|weken|uren|gisteren|maanden",
        "pl": "nie polecam|uwielbiam",
        "ru": "не рекомендую|люблю|понравилось|нравится",
    }
)
"""What takes praise its force and is no defect by itself: how long it has been so, and that somebody likes it not."""

_DONE: Final = """
    ^ ?hallo|?hi|?ist|?wurde|?das|?jetzt ?ist|?wurde erledigt|behoben|gefixt|korrigiert|repariert
    ^ ?bonjour|?c'est|?voilà ?est corrigé|réglé|résolu|réparé|fait
    ^ ?hola|?ya|?quedó|?listo ?está|?fue solucionado|arreglado|corregido|resuelto|hecho
    ^ ?olá|?oi|?já|?foi ?está|?foi corrigido|resolvido|consertado|feito
    ^ ?ciao|?è ?stato risolto|corretto|sistemato|fatto
    ^ ?hoi|?dit|?is ?nu opgelost|gefixt|gedaan|hersteld
    ^ ?det|?är ?nu åtgärdat|fixat|löst|fikset|rettet|korjattu
    ^ ?już ?zostało naprawione|poprawione|gotowe|zrobione|opraveno|hotovo|vyřešeno
    ^ ?это|?уже|?готово исправлено|исправил|исправили|починил|починили|сделано|готово|виправлено|виправили
    ^ ?sorun düzeltildi|çözüldü|giderildi|yapıldı
    ^ ?sudah diperbaiki|beres
    ^ ?đã ?được sửa|khắc_phục
    ^ διορθώθηκε|תוקן|أصلحناه
"""
_DONE_UNSPACED: Final = """
    修正しました 対応しました 修正済み 直しました 已修复 已修復 已解决 已解決
    수정했습니다 수정되었습니다 해결되었습니다
"""
_STILL_NOT: Final = """
    immer|weiterhin|leider ?immer ?noch nicht|nix
    geht|funktioniert|klappt ?es|?das|?leider noch|trotzdem|weiterhin nicht
    toujours|encore pas
    sigue|sigo|siguen sin
    todavía|aún|tampoco ?me|?se|?nos no|funciona|abre|carga|puedo|sirve
    ainda|continua não|sem
    ancora|continua ?a non
    nog steeds|altijd niet
    fortfarande|fortsatt|stadig|edelleen inte|ikke|ei
    nadal|wciąż|dalej|ciągle nie
    stále|pořád nefunguje|nejde|ne
    всё_равно|все_равно|по_прежнему|до_сих_пор|все_ще|досі не
    hâlâ|hala|halen çalışmıyor|açılmıyor|olmuyor|aynı|giremiyorum|yapamıyorum|gelmedi|gelmiyor
    masih|tetap tidak|belum|gak|ga|nggak|error|sama
    vẫn không|chưa|bị|lỗi
    ακόμα|ακόμη|εξακολουθεί δεν|να_μην
    עדיין לא
    لا_يزال|لا_تزال|ما_زال|ما_زالت
"""
_STILL_UNSPACED: Final = """
    まだ落ち まだ動か まだでき まだダメ まだ同じ まだ開か 直りません 直っていません 直らない
    还是不行 还是闪退 还是打不开 还是没 还是无法 还是一样
    仍然 依然 還是不行 還是閃退 還是打不開 還是沒 여전히 아직도 अभी_भी ยังไม่ ยังใช้ไม่ได้ ยังเหมือนเดิม
"""

_MEANINGS: Final = ("asks", "defect", "praise")


def _rules() -> Iterator[Rule]:
    for language, told in _WORDS.items():
        for meaning, phrases in zip(_MEANINGS, told, strict=True):
            yield rule(meaning, f"{meaning} in {language}", phrases)
    for language, phrases in _TEMPERS.items():
        yield rule("tempers", f"tempers in {language}", phrases)
    for language, told in _UNSPACED.items():
        for meaning, written in zip(_MEANINGS, told, strict=True):
            yield _pieces(meaning, f"{meaning} in {language}", written)


def _pieces(meaning: str, name: str, written: str) -> Rule:
    """Return a rule for pieces that occur; behind "!" stands what makes another word of one."""
    pieces = [each.replace("_", " ").partition("!") for each in written.split()]
    source = "|".join(re.escape(piece) + (f"(?!{re.escape(other)})" if no else "") for piece, no, other in pieces)
    return shape(meaning, name, source, hints=tuple(piece for piece, _, _ in pieces))


FOLLOW_UPS: Final[tuple[Rule, ...]] = (
    rule("done", "done abroad", _DONE),
    _pieces("done", "done abroad", _DONE_UNSPACED),
    rule("did_not_help", "still not abroad", _STILL_NOT),
    _pieces("did_not_help", "still not abroad", _STILL_UNSPACED),
)
"""With what a reply of ours says in other languages that it is done, and the asker that it is as bad as before."""

RULES: Final[tuple[Rule, ...]] = tuple(_rules())
"""All of them together, as a short text is often taken for another language than it is in."""

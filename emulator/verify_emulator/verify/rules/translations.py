"""What Twilio's default messages say, language by language, written as Twilio writes its templates.

Source: twilio.com/docs/verify/verification-templates (English, sms), twilio-oai, DoNotShareWarningEnabled of
CreateService (English, warning), Meta's authentication templates (English, whatsapp). Guess: all other sentences
are our translations; Twilio publishes none.

The code comes last among the numbers of a text message and touches no letter, so that what reads it by its digits
or by word boundaries finds it in every script.
"""

# ruff: noqa: E501, RUF001 - sentences are kept whole, in their own scripts

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. An empty sentence is not translated: calls only where Twilio's voice speaks the language."""

    sms: str
    warning: str
    """Follows the code, so it begins with what ends the sentence before it."""
    whatsapp: str
    payment: str = ""
    """Instead of sms on a PSD2 service."""
    call: str = ""
    press: str = ""
    """Spoken before the code where the service asks for a key to be pressed."""


TRANSLATIONS = {
    "af": Words(
        sms="Jou verifikasiekode vir {{friendly_name}} is: {{code}}",
        warning=". Moenie hierdie kode met enigiemand deel nie; ons werknemers sal nooit daarvoor vra nie",
        whatsapp="*{{code}}* is jou verifikasiekode. Moet vir jou veiligheid nie hierdie kode deel nie.",
    ),
    "ar": Words(
        sms="رمز التحقق الخاص بك لـ {{friendly_name}} هو: {{code}}",
        warning=". لا تشارك هذا الرمز مع أي شخص؛ لن يطلبه موظفونا منك أبدًا",
        whatsapp="*{{code}}* هو رمز التحقق الخاص بك. للحفاظ على أمانك، لا تشارك هذا الرمز.",
    ),
    "ca": Words(
        sms="El teu codi de verificació de {{friendly_name}} és: {{code}}",
        warning=". No comparteixis aquest codi amb ningú; els nostres empleats no te'l demanaran mai",
        whatsapp="*{{code}}* és el teu codi de verificació. Per la teva seguretat, no el comparteixis.",
        payment="El teu codi d'autorització de {{friendly_name}} per al pagament de {{amount}} a {{payee}} és: {{code}}",
        call="Hola. El teu codi de verificació de {{friendly_name}} és: {{code}}. Ho repeteixo, el teu codi és: {{code}}. Adéu.",
        press="Gràcies per utilitzar {{friendly_name}}. Prem qualsevol tecla per continuar.",
    ),
    "cs": Words(
        sms="Váš ověřovací kód pro {{friendly_name}} je: {{code}}",
        warning=". Tento kód s nikým nesdílejte; naši zaměstnanci o něj nikdy nebudou žádat",
        whatsapp="*{{code}}* je váš ověřovací kód. Z bezpečnostních důvodů ho s nikým nesdílejte.",
        payment="Váš autorizační kód {{friendly_name}} pro platbu {{amount}} příjemci {{payee}} je: {{code}}",
    ),
    "da": Words(
        sms="Din bekræftelseskode til {{friendly_name}} er: {{code}}",
        warning=". Del ikke denne kode med nogen; vores medarbejdere vil aldrig bede om koden",
        whatsapp="*{{code}}* er din bekræftelseskode. Af hensyn til din sikkerhed må du ikke dele denne kode.",
        payment="Din godkendelseskode fra {{friendly_name}} til betalingen på {{amount}} til {{payee}} er: {{code}}",
        call="Hej. Din bekræftelseskode til {{friendly_name}} er: {{code}}. Jeg gentager, din kode er: {{code}}. Farvel.",
        press="Tak, fordi du bruger {{friendly_name}}. Tryk på en vilkårlig tast for at fortsætte.",
    ),
    "de": Words(
        sms="Ihr Bestätigungscode für {{friendly_name}} lautet: {{code}}",
        warning=". Geben Sie diesen Code an niemanden weiter; unsere Mitarbeiter werden Sie nie danach fragen",
        whatsapp="*{{code}}* ist Ihr Bestätigungscode. Geben Sie diesen Code zu Ihrer Sicherheit nicht weiter.",
        payment="Ihr Autorisierungscode von {{friendly_name}} für die Zahlung von {{amount}} an {{payee}} lautet: {{code}}",
        call="Hallo. Ihr Bestätigungscode für {{friendly_name}} lautet: {{code}}. Ich wiederhole, Ihr Code lautet: {{code}}. Auf Wiederhören.",
        press="Danke, dass Sie {{friendly_name}} nutzen. Bitte drücken Sie eine beliebige Taste, um fortzufahren.",
    ),
    "el": Words(
        sms="Ο κωδικός επαλήθευσής σας για {{friendly_name}} είναι: {{code}}",
        warning=". Μην κοινοποιήσετε αυτόν τον κωδικό σε κανέναν· οι υπάλληλοί μας δεν θα σας τον ζητήσουν ποτέ",
        whatsapp="*{{code}}* είναι ο κωδικός επαλήθευσής σας. Για την ασφάλειά σας, μην τον κοινοποιήσετε.",
        payment="Ο κωδικός έγκρισης {{friendly_name}} για την πληρωμή {{amount}} προς {{payee}} είναι: {{code}}",
    ),
    "en": Words(
        sms="Your {{friendly_name}} verification code is: {{code}}",
        warning=". Don't share this code with anyone; our employees will never ask for the code",
        whatsapp="*{{code}}* is your verification code. For your security, do not share this code.",
        payment="Your {{friendly_name}} authorization code for the payment of {{amount}} to {{payee}} is: {{code}}",
        call="Hello. Your {{friendly_name}} verification code is: {{code}}. Once again, your code is: {{code}}. Goodbye.",
        press="Thanks for using {{friendly_name}}. Please press any key to continue.",
    ),
    "es": Words(
        sms="Tu código de verificación para {{friendly_name}} es: {{code}}",
        warning=". No compartas este código con nadie; nuestros empleados nunca te lo pedirán",
        whatsapp="*{{code}}* es tu código de verificación. Por tu seguridad, no lo compartas.",
        payment="Tu código de autorización de {{friendly_name}} para el pago de {{amount}} a {{payee}} es: {{code}}",
        call="Hola. Tu código de verificación para {{friendly_name}} es: {{code}}. Repito, tu código es: {{code}}. Adiós.",
        press="Gracias por usar {{friendly_name}}. Pulsa cualquier tecla para continuar.",
    ),
    "et": Words(
        sms="Teie {{friendly_name}} kinnituskood on: {{code}}",
        warning=". Ärge jagage seda koodi kellegagi; meie töötajad ei küsi seda kunagi",
        whatsapp="*{{code}}* on teie kinnituskood. Turvalisuse huvides ärge seda koodi jagage.",
        payment="Teie {{friendly_name}} kinnituskood makseks summas {{amount}} saajale {{payee}} on: {{code}}",
    ),
    "fi": Words(
        sms="Vahvistuskoodisi palveluun {{friendly_name}} on: {{code}}",
        warning=". Älä jaa tätä koodia kenellekään; työntekijämme eivät koskaan kysy sitä",
        whatsapp="*{{code}}* on vahvistuskoodisi. Turvallisuutesi vuoksi älä jaa tätä koodia.",
        payment="Palvelun {{friendly_name}} vahvistuskoodi maksulle {{amount}} saajalle {{payee}} on: {{code}}",
        call="Hei. Vahvistuskoodisi palveluun {{friendly_name}} on: {{code}}. Toistan, koodisi on: {{code}}. Näkemiin.",
        press="Kiitos, että käytät palvelua {{friendly_name}}. Jatka painamalla mitä tahansa näppäintä.",
    ),
    "fr": Words(
        sms="Votre code de vérification {{friendly_name}} est : {{code}}",
        warning=". Ne communiquez ce code à personne ; nos employés ne vous le demanderont jamais",
        whatsapp="*{{code}}* est votre code de vérification. Pour votre sécurité, ne le partagez pas.",
        payment="Votre code d'autorisation {{friendly_name}} pour le paiement de {{amount}} à {{payee}} est : {{code}}",
        call="Bonjour. Votre code de vérification {{friendly_name}} est : {{code}}. Je répète, votre code est : {{code}}. Au revoir.",
        press="Merci d'utiliser {{friendly_name}}. Veuillez appuyer sur une touche pour continuer.",
    ),
    "he": Words(
        sms="קוד האימות שלך עבור {{friendly_name}} הוא: {{code}}",
        warning=". אין לשתף את הקוד הזה עם אף אחד; העובדים שלנו לעולם לא יבקשו אותו",
        whatsapp="*{{code}}* הוא קוד האימות שלך. מטעמי אבטחה, אין לשתף את הקוד הזה.",
    ),
    "hi": Words(
        sms="आपका {{friendly_name}} सत्यापन कोड है: {{code}}",
        warning="। इस कोड को किसी के साथ साझा न करें; हमारे कर्मचारी कभी भी यह कोड नहीं माँगेंगे",
        whatsapp="*{{code}}* आपका सत्यापन कोड है। अपनी सुरक्षा के लिए, इस कोड को साझा न करें।",
    ),
    "hr": Words(
        sms="Vaš {{friendly_name}} kod za provjeru je: {{code}}",
        warning=". Ne dijelite ovaj kod ni s kim; naši ga zaposlenici nikada neće tražiti",
        whatsapp="*{{code}}* je vaš kod za provjeru. Radi vlastite sigurnosti nemojte dijeliti ovaj kod.",
        payment="Vaš {{friendly_name}} kod za odobrenje plaćanja iznosa {{amount}} primatelju {{payee}} je: {{code}}",
    ),
    "hu": Words(
        sms="Az Ön {{friendly_name}} ellenőrző kódja: {{code}}",
        warning=". Ne ossza meg ezt a kódot senkivel; munkatársaink soha nem fogják kérni",
        whatsapp="*{{code}}* az Ön ellenőrző kódja. Biztonsága érdekében ne ossza meg ezt a kódot.",
        payment="Az Ön {{friendly_name}} jóváhagyó kódja a(z) {{amount}} összegű, {{payee}} részére történő fizetéshez: {{code}}",
    ),
    "id": Words(
        sms="Kode verifikasi {{friendly_name}} Anda adalah: {{code}}",
        warning=". Jangan bagikan kode ini kepada siapa pun; karyawan kami tidak akan pernah memintanya",
        whatsapp="*{{code}}* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.",
    ),
    "it": Words(
        sms="Il tuo codice di verifica {{friendly_name}} è: {{code}}",
        warning=". Non condividere questo codice con nessuno; i nostri dipendenti non te lo chiederanno mai",
        whatsapp="*{{code}}* è il tuo codice di verifica. Per la tua sicurezza, non condividere questo codice.",
        payment="Il tuo codice di autorizzazione {{friendly_name}} per il pagamento di {{amount}} a {{payee}} è: {{code}}",
        call="Salve. Il tuo codice di verifica {{friendly_name}} è: {{code}}. Ripeto, il tuo codice è: {{code}}. Arrivederci.",
        press="Grazie per aver scelto {{friendly_name}}. Premi un tasto qualsiasi per continuare.",
    ),
    "ja": Words(
        sms="{{friendly_name}} の認証コード: {{code}}",
        warning="。このコードを誰にも教えないでください。当社の従業員がコードをお尋ねすることはありません",
        whatsapp="*{{code}}* が認証コードです。セキュリティのため、このコードを共有しないでください。",
        payment="{{payee}} への {{amount}} の支払いに対する {{friendly_name}} の承認コード: {{code}}",
        call="こんにちは。{{friendly_name}} の認証コードは、{{code}} です。繰り返します。認証コードは、{{code}} です。失礼いたします。",
        press="{{friendly_name}} をご利用いただきありがとうございます。続けるには、いずれかのキーを押してください。",
    ),
    "kn": Words(
        sms="ನಿಮ್ಮ {{friendly_name}} ಪರಿಶೀಲನಾ ಕೋಡ್: {{code}}",
        warning=". ಈ ಕೋಡ್ ಅನ್ನು ಯಾರೊಂದಿಗೂ ಹಂಚಿಕೊಳ್ಳಬೇಡಿ; ನಮ್ಮ ಉದ್ಯೋಗಿಗಳು ಈ ಕೋಡ್ ಅನ್ನು ಎಂದಿಗೂ ಕೇಳುವುದಿಲ್ಲ",
        whatsapp="*{{code}}* ನಿಮ್ಮ ಪರಿಶೀಲನಾ ಕೋಡ್ ಆಗಿದೆ. ನಿಮ್ಮ ಸುರಕ್ಷತೆಗಾಗಿ, ಈ ಕೋಡ್ ಅನ್ನು ಹಂಚಿಕೊಳ್ಳಬೇಡಿ.",
    ),
    "ko": Words(
        sms="{{friendly_name}} 인증 코드: {{code}}",
        warning=". 이 코드를 누구와도 공유하지 마세요. 당사 직원은 절대로 코드를 묻지 않습니다",
        whatsapp="인증 코드는 *{{code}}*입니다. 보안을 위해 이 코드를 공유하지 마세요.",
        payment="{{payee}}에 대한 {{amount}} 결제의 {{friendly_name}} 승인 코드: {{code}}",
        call="안녕하세요. {{friendly_name}} 인증 코드는 {{code}}입니다. 다시 말씀드립니다. 인증 코드는 {{code}}입니다. 감사합니다.",
        press="{{friendly_name}}을(를) 이용해 주셔서 감사합니다. 계속하려면 아무 키나 누르세요.",
    ),
    "lt": Words(
        sms="Jūsų {{friendly_name}} patvirtinimo kodas: {{code}}",
        warning=". Niekam neatskleiskite šio kodo; mūsų darbuotojai niekada jo neprašys",
        whatsapp="*{{code}}* yra jūsų patvirtinimo kodas. Saugumo sumetimais nesidalykite šiuo kodu.",
        payment="Jūsų {{friendly_name}} kodas {{amount}} mokėjimui gavėjui {{payee}} patvirtinti: {{code}}",
    ),
    "ms": Words(
        sms="Kod pengesahan {{friendly_name}} anda ialah: {{code}}",
        warning=". Jangan kongsi kod ini dengan sesiapa; kakitangan kami tidak akan sekali-kali memintanya",
        whatsapp="*{{code}}* ialah kod pengesahan anda. Demi keselamatan anda, jangan kongsi kod ini.",
    ),
    "mr": Words(
        sms="तुमचा {{friendly_name}} पडताळणी कोड आहे: {{code}}",
        warning=". हा कोड कोणाशीही शेअर करू नका; आमचे कर्मचारी हा कोड कधीही विचारणार नाहीत",
        whatsapp="*{{code}}* हा तुमचा पडताळणी कोड आहे. तुमच्या सुरक्षिततेसाठी, हा कोड शेअर करू नका.",
    ),
    "nb": Words(
        sms="Din bekreftelseskode for {{friendly_name}} er: {{code}}",
        warning=". Ikke del denne koden med noen; våre ansatte vil aldri be om koden",
        whatsapp="*{{code}}* er bekreftelseskoden din. Av sikkerhetsgrunner bør du ikke dele denne koden.",
        payment="Din godkjenningskode fra {{friendly_name}} for betalingen på {{amount}} til {{payee}} er: {{code}}",
        call="Hei. Din bekreftelseskode for {{friendly_name}} er: {{code}}. Jeg gjentar, koden din er: {{code}}. Ha det.",
        press="Takk for at du bruker {{friendly_name}}. Trykk på en vilkårlig tast for å fortsette.",
    ),
    "nl": Words(
        sms="Je verificatiecode voor {{friendly_name}} is: {{code}}",
        warning=". Deel deze code met niemand; onze medewerkers zullen er nooit om vragen",
        whatsapp="*{{code}}* is je verificatiecode. Deel deze code voor je eigen veiligheid met niemand.",
        payment="Je autorisatiecode van {{friendly_name}} voor de betaling van {{amount}} aan {{payee}} is: {{code}}",
        call="Hallo. Je verificatiecode voor {{friendly_name}} is: {{code}}. Nogmaals, je code is: {{code}}. Tot ziens.",
        press="Bedankt voor het gebruik van {{friendly_name}}. Druk op een willekeurige toets om door te gaan.",
    ),
    "pl": Words(
        sms="Twój kod weryfikacyjny {{friendly_name}} to: {{code}}",
        warning=". Nie udostępniaj tego kodu nikomu; nasi pracownicy nigdy o niego nie poproszą",
        whatsapp="*{{code}}* to Twój kod weryfikacyjny. Ze względów bezpieczeństwa nie udostępniaj tego kodu.",
        payment="Twój kod autoryzacyjny {{friendly_name}} dla płatności {{amount}} na rzecz {{payee}} to: {{code}}",
        call="Dzień dobry. Twój kod weryfikacyjny {{friendly_name}} to: {{code}}. Powtarzam, Twój kod to: {{code}}. Do widzenia.",
        press="Dziękujemy za korzystanie z {{friendly_name}}. Naciśnij dowolny klawisz, aby kontynuować.",
    ),
    "pt": Words(
        sms="O seu código de verificação {{friendly_name}} é: {{code}}",
        warning=". Não partilhe este código com ninguém; os nossos funcionários nunca o irão pedir",
        whatsapp="*{{code}}* é o seu código de verificação. Para sua segurança, não o partilhe.",
        payment="O seu código de autorização {{friendly_name}} para o pagamento de {{amount}} a {{payee}} é: {{code}}",
        call="Olá. O seu código de verificação {{friendly_name}} é: {{code}}. Repito, o seu código é: {{code}}. Adeus.",
        press="Obrigado por utilizar {{friendly_name}}. Prima qualquer tecla para continuar.",
    ),
    "pt-BR": Words(
        sms="Seu código de verificação {{friendly_name}} é: {{code}}",
        warning=". Não compartilhe este código com ninguém; nossos funcionários nunca o solicitarão",
        whatsapp="*{{code}}* é seu código de verificação. Para sua segurança, não o compartilhe.",
        payment="Seu código de autorização {{friendly_name}} para o pagamento de {{amount}} a {{payee}} é: {{code}}",
        call="Olá. Seu código de verificação {{friendly_name}} é: {{code}}. Repetindo, seu código é: {{code}}. Até logo.",
        press="Obrigado por usar {{friendly_name}}. Pressione qualquer tecla para continuar.",
    ),
    "ro": Words(
        sms="Codul tău de verificare {{friendly_name}} este: {{code}}",
        warning=". Nu comunica nimănui acest cod; angajații noștri nu ți-l vor cere niciodată",
        whatsapp="*{{code}}* este codul tău de verificare. Pentru siguranța ta, nu îl comunica nimănui.",
        payment="Codul tău de autorizare {{friendly_name}} pentru plata de {{amount}} către {{payee}} este: {{code}}",
    ),
    "ru": Words(
        sms="Ваш код подтверждения {{friendly_name}}: {{code}}",
        warning=". Никому не сообщайте этот код; наши сотрудники никогда его не спросят",
        whatsapp="*{{code}}* — ваш код подтверждения. В целях безопасности не сообщайте этот код.",
        payment="Ваш код авторизации {{friendly_name}} для платежа {{amount}} в пользу {{payee}}: {{code}}",
        call="Здравствуйте. Ваш код подтверждения {{friendly_name}}: {{code}}. Повторяю, ваш код: {{code}}. До свидания.",
        press="Спасибо, что пользуетесь {{friendly_name}}. Чтобы продолжить, нажмите любую клавишу.",
    ),
    "sk": Words(
        sms="Váš overovací kód pre {{friendly_name}} je: {{code}}",
        warning=". Tento kód s nikým nezdieľajte; naši zamestnanci ho od vás nikdy nebudú žiadať",
        whatsapp="*{{code}}* je váš overovací kód. Z bezpečnostných dôvodov ho s nikým nezdieľajte.",
        payment="Váš autorizačný kód {{friendly_name}} pre platbu {{amount}} príjemcovi {{payee}} je: {{code}}",
    ),
    "sv": Words(
        sms="Din verifieringskod för {{friendly_name}} är: {{code}}",
        warning=". Dela inte den här koden med någon; våra anställda kommer aldrig att be om den",
        whatsapp="*{{code}}* är din verifieringskod. För din säkerhet ska du inte dela den här koden.",
        payment="Din godkännandekod från {{friendly_name}} för betalningen på {{amount}} till {{payee}} är: {{code}}",
        call="Hej. Din verifieringskod för {{friendly_name}} är: {{code}}. Jag upprepar, din kod är: {{code}}. Hej då.",
        press="Tack för att du använder {{friendly_name}}. Tryck på valfri tangent för att fortsätta.",
    ),
    "te": Words(
        sms="మీ {{friendly_name}} ధృవీకరణ కోడ్: {{code}}",
        warning=". ఈ కోడ్‌ను ఎవరితోనూ పంచుకోవద్దు; మా ఉద్యోగులు ఈ కోడ్‌ను ఎప్పుడూ అడగరు",
        whatsapp="*{{code}}* మీ ధృవీకరణ కోడ్. మీ భద్రత కోసం, ఈ కోడ్‌ను ఎవరితోనూ పంచుకోవద్దు.",
    ),
    "th": Words(
        sms="รหัสยืนยัน {{friendly_name}} ของคุณคือ: {{code}}",
        warning=" อย่าเปิดเผยรหัสนี้แก่ผู้ใด พนักงานของเราจะไม่ขอรหัสนี้จากคุณ",
        whatsapp="*{{code}}* คือรหัสยืนยันของคุณ เพื่อความปลอดภัย โปรดอย่าเปิดเผยรหัสนี้",
    ),
    "tl": Words(
        sms="Ang iyong {{friendly_name}} verification code ay: {{code}}",
        warning=". Huwag ibahagi ang code na ito kaninuman; hindi ito kailanman hihingin ng aming mga empleyado",
        whatsapp="*{{code}}* ang iyong verification code. Para sa iyong seguridad, huwag ibahagi ang code na ito.",
    ),
    "tr": Words(
        sms="{{friendly_name}} doğrulama kodunuz: {{code}}",
        warning=". Bu kodu kimseyle paylaşmayın; çalışanlarımız bu kodu sizden asla istemez",
        whatsapp="Doğrulama kodunuz: *{{code}}*. Güvenliğiniz için bu kodu paylaşmayın.",
    ),
    "uk": Words(
        sms="Ваш код підтвердження {{friendly_name}}: {{code}}",
        warning=". Нікому не повідомляйте цей код; наші працівники ніколи його не запитують",
        whatsapp="*{{code}}* — ваш код підтвердження. З міркувань безпеки нікому не повідомляйте цей код.",
        payment="Ваш код авторизації {{friendly_name}} для платежу {{amount}} на користь {{payee}}: {{code}}",
    ),
    "vi": Words(
        sms="Mã xác minh {{friendly_name}} của bạn là: {{code}}",
        warning=". Không chia sẻ mã này với bất kỳ ai; nhân viên của chúng tôi sẽ không bao giờ hỏi mã này",
        whatsapp="*{{code}}* là mã xác minh của bạn. Để bảo mật, vui lòng không chia sẻ mã này.",
    ),
    "zh": Words(
        sms="您的 {{friendly_name}} 验证码是：{{code}}",
        warning="。请勿与任何人分享此验证码；我们的员工绝不会向您索要验证码",
        whatsapp="*{{code}}* 是您的验证码。为了您的安全，请勿分享此验证码。",
        payment="您的 {{friendly_name}} 向 {{payee}} 支付 {{amount}} 的授权码是：{{code}}",
        call="您好。您的 {{friendly_name}} 验证码是：{{code}}。再说一遍，您的验证码是：{{code}}。再见。",
        press="感谢您使用 {{friendly_name}}。请按任意键继续。",
    ),
    # Twilio's own message for Hong Kong is in simplified characters, Meta's in traditional ones.
    "zh-HK": Words(
        sms="你的 {{friendly_name}} 验证码是：{{code}}",
        warning="。请勿向任何人透露此验证码；我们的职员绝不会向你索取验证码",
        whatsapp="*{{code}}* 是你的驗證碼。為安全起見，請勿分享此驗證碼。",
        payment="你的 {{friendly_name}} 向 {{payee}} 支付 {{amount}} 的授权码是：{{code}}",
        call="你好。你的 {{friendly_name}} 验证码是：{{code}}。再说一次，你的验证码是：{{code}}。再见。",
        press="多谢使用 {{friendly_name}}。请按任意键继续。",
    ),
}

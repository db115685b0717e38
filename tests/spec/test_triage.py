"""What people write about their legs, and how soon somebody should look at it.

Each row was judged first, as a careful triage nurse would judge the sentence with nothing else known, and run
afterwards. The person is the healthy man of ``tests/support/people.py``. ``when``: emergency = now; urgent = the same
day; soon = in the next days; none = an ordinary complaint, a plan may go on. A warning may come sooner than its row
says, but never an emergency for what can wait for days, and never any call for what is ordinary.

Sources of the judgements: NICE NG158 (clots in the leg), NICE NG127 (nerves), NICE CKS on leg cramps, NHS Highland on
leg arteries, BNSSG Remedy on cauda equina, BMJ on rhabdomyolysis, Medscape on high magnesium, AASM on restless legs.
"""

import pytest

from support.drawn import rows
from support.people import plan_for, topics

STATUS = {"emergency": "emergency", "urgent": "urgent", "soon": "clinician_first", "none": "ok"}
ORDER = ("none", "soon", "urgent", "emergency")

CLOT = """
| when      | topic | what was written |
|-----------|-------|------------------|
| urgent    | dvt   | leg twice the size |
| urgent    | dvt   | my left leg is twice the size of the right one |
| urgent    | dvt   | calf hard as a rock and red |
| urgent    | dvt   | my calf's gone all red hot and tight |
| urgent    | dvt   | right calf has blown up like a balloon |
| urgent    | dvt   | LEFT CALF VERY SWOLLEN AND SORE |
| urgent    | dvt   | my leg swole up real bad |
| urgent    | dvt   | one calf fatter than other one |
| urgent    | dvt   | sock marks only on left leg, its puffed up |
| urgent    | dvt   | swolen calf |
| urgent    | dvt   | my calf is sweling up |
| urgent    | dvt   | me leg's come up like a football |
| urgent    | dvt   | I have a throbbing pain in one calf and it is warm to the touch |
| urgent    | dvt   | shin and calf on one side puffy since flying back from Spain |
| urgent    | dvt   | calf very painful since coming home from hospital |
| urgent    | dvt   | pain behind one knee and the whole leg is swollen |
| urgent    | dvt   | could this be a blood clot? calf sore since yesterday |
| urgent    | dvt   | I am worried about DVT |
| urgent    | dvt   | my lower leg measures 4 cm more than the other |
| urgent    | dvt   | my trouser leg is tight on one side only |
| urgent    | dvt   | the left leg is heavy, swollen and bluish |
| urgent    | dvt   | is it normal that one leg is swollen |
| urgent    | dvt   | leg in plaster and now calf hurts a lot |
| urgent    | dvt   | calf cramp that won't go, leg red and swollen |
| urgent    | dvt   | Mein Bein ist geschwollen, my leg is swollen one side |
| urgent    | dvt   | swelling in calf of right leg, doc said keep an eye on it |
| emergency | dvt   | swollen leg and now I can't catch my breath |
| emergency | dvt   | calf swollen and sharp chest pain when I breathe in |
| emergency | dvt   | coughed up some blood, leg sore and swollen |
| soon      | dvt   | calf has been sore for a week, no cramp any more |
| soon      | dvt   | tender calf |
"""

COLD_LEG = """
| when      | topic          | what was written |
|-----------|----------------|------------------|
| emergency | limb_ischaemia | foot gone white and icy |
| emergency | limb_ischaemia | my foot's gone dead, cold and a funny colour like marble, white |
| emergency | limb_ischaemia | leg suddenly went cold and numb |
| emergency | limb_ischaemia | LEFT FOOT COLD AND BLUE |
| emergency | limb_ischaemia | toes are grey and freezing and it hurts like mad |
| emergency | limb_ischaemia | foot stone cold, no feeling in it |
| emergency | limb_ischaemia | can't move my foot and its white as a sheet |
| emergency | limb_ischaemia | my leg is pale and the pain is unbearable |
| emergency | limb_ischaemia | sudden terrible leg pain, cold foot |
| emergency | limb_ischaemia | foot is ice cold and purple |
| urgent    | limb_ischaemia | one foot has gone blue |
| urgent    | limb_ischaemia | my big toe has gone black |
| urgent    | limb_ischaemia | pain in my foot at night, I have to hang it out of bed |
| urgent    | limb_ischaemia | ulcer on my ankle that will not heal |
| urgent    | limb_ischaemia | toes have turned dusky on the right |
| soon      | limb_ischaemia | one foot always colder than the other |
| soon      | claudication   | calves seize up when I walk to the shops, ok again after a rest |
| soon      | claudication   | I get cramp in my calf after 200 yards and must stop, then it goes |
| soon      | claudication   | my legs cramp when I walk uphill but ease when I stand still |
| soon      | claudication   | leg pain on walking, relieved by standing |
| soon      | claudication   | can only walk to the corner before my calf hurts, then I stop and it is fine |
| soon      | claudication   | my calves hurt when walking and stop hurting when I rest |
| soon      | claudication   | doctor mentioned intermittent claudication |
| soon      | claudication   | smoker, calf pain every time I walk, goes off with rest |
"""

SPINE = """
| when      | topic         | what was written |
|-----------|---------------|------------------|
| emergency | cauda_equina  | numb between the legs and cannot pass water |
| emergency | cauda_equina  | numb down below and can't wee |
| emergency | cauda_equina  | I can't feel my privates |
| emergency | cauda_equina  | no feeling round my back passage |
| emergency | cauda_equina  | my bum is numb and my legs are weak |
| emergency | cauda_equina  | can't feel when I wipe my bottom |
| emergency | cauda_equina  | pins and needles in my groin and bottom, bad back |
| emergency | cauda_equina  | sciatica both legs and I have wet myself |
| emergency | cauda_equina  | back pain and I can't control my bowels |
| emergency | cauda_equina  | both legs numb, can't empty my bladder |
| emergency | cauda_equina  | numbness in saddle area, lower back pain |
| emergency | cauda_equina  | my butt and crotch went numb |
| emergency | cauda_equina  | crotch numb cant pee |
| urgent    | cauda_equina  | can't pee |
| urgent    | cauda_equina  | cant go for a wee at all |
| urgent    | cauda_equina  | unable to pass water since this morning |
| urgent    | cauda_equina  | I have lost control of my bladder |
| urgent    | cauda_equina  | I keep soiling myself and don't notice |
"""

NERVES = """
| when      | topic           | what was written |
|-----------|-----------------|------------------|
| emergency | neuro_red_flag  | slurred speech |
| emergency | neuro_red_flag  | my speech has gone slurry |
| emergency | neuro_red_flag  | I can't get my words out and my arm is weak |
| emergency | neuro_red_flag  | one side of my face has dropped |
| emergency | neuro_red_flag  | face gone lopsided |
| emergency | neuro_red_flag  | my right arm and leg suddenly went weak |
| emergency | neuro_red_flag  | left side weak and numb since breakfast |
| emergency | neuro_red_flag  | can't move my legs |
| emergency | neuro_red_flag  | I think I am having a stroke |
| emergency | neuro_red_flag  | legs got weaker and weaker over two days, now I can hardly stand |
| emergency | neuro_red_flag  | weakness going up my legs since yesterday |
| emergency | neuro_red_flag  | I had a fit this morning |
| emergency | neuro_red_flag  | had a convulsion |
| emergency | neuro_red_flag  | very confused today, don't know what day it is |
| emergency | neuro_red_flag  | sudden loss of strength in both legs |
| emergency | low_calcium     | hands clench into claws |
| emergency | low_calcium     | my fingers lock up and curl in, lips tingling |
| emergency | low_calcium     | hands and feet in spasm, can't open my fingers |
| urgent    | neuro_red_flag  | food keeps going down the wrong way, trouble swallowing |
| urgent    | neuro_red_flag  | can't swallow my food properly |
| urgent    | neuro_red_flag  | my jaw won't open and my muscles spasm |
| urgent    | neuro_red_flag  | stepped on a rusty nail and now have muscle spasms |
| urgent    | neuro_red_flag  | I am so weak I can barely get out of bed |
| soon      | neuro_red_flag  | foot keeps dropping, I trip over my toes |
| soon      | neuro_red_flag  | my calf muscle is wasting away |
| soon      | neuro_red_flag  | one leg getting thinner than the other and twitching |
| soon      | neuro_red_flag  | legs weaker over the last few months |
| soon      | neuro_red_flag  | hard to get up from a chair lately, legs feel weak |
| soon      | neuro_red_flag  | muscle twitching all over and losing grip strength |
| soon      | neuro_red_flag  | feet numb all day long |
| soon      | neuro_red_flag  | my feet have been tingling for months |
| soon      | neuro_red_flag  | can't feel my toes properly for weeks |
| soon      | neuro_red_flag  | I keep falling over because my legs give way |
| soon      | neuro_red_flag  | my legs gave out on me twice |
"""

URINE = """
| when      | topic           | what was written |
|-----------|-----------------|------------------|
| urgent    | rhabdomyolysis  | wee like coke |
| urgent    | rhabdomyolysis  | pee looks like tea |
| urgent    | rhabdomyolysis  | my water is the colour of stout |
| urgent    | rhabdomyolysis  | urine brown |
| urgent    | rhabdomyolysis  | peeing cola |
| urgent    | rhabdomyolysis  | Coca-Cola coloured urine |
| emergency | rhabdomyolysis  | wee like coke after boot camp |
| emergency | rhabdomyolysis  | pee is dark brown and thighs are killing me after spin class |
| emergency | rhabdomyolysis  | URINE BROWN AFTER MARATHON |
| emergency | rhabdomyolysis  | my muscles ache all over and my pee is like tea |
| emergency | rhabdomyolysis  | did crossfit, can't bend arms, dark pee |
| emergency | rhabdomyolysis  | lay on the floor all night after a fall, dark urine |
| soon      | rhabdomyolysis  | my wee is quite dark |
"""

HEART = """
| when      | topic       | what was written |
|-----------|-------------|------------------|
| emergency | arrhythmia  | tight band round my chest |
| emergency | arrhythmia  | chest feels heavy, like an elephant sitting on it |
| emergency | arrhythmia  | pain in chest going down the left arm |
| emergency | arrhythmia  | CHEST PAIN |
| emergency | arrhythmia  | chest pains on and off |
| emergency | arrhythmia  | my heart is racing and I feel faint |
| emergency | arrhythmia  | I can't breathe |
| emergency | arrhythmia  | struggling for breath |
| emergency | arrhythmia  | gasping for air |
| emergency | arrhythmia  | sob at rest, short of breath sitting still |
| emergency | arrhythmia  | heart going like the clappers and dizzy |
| urgent    | arrhythmia  | my heart keeps skipping a beat |
| urgent    | arrhythmia  | heart flutters at night |
| urgent    | arrhythmia  | palpatations |
| urgent    | arrhythmia  | my ticker is jumping all over the place |
| urgent    | arrhythmia  | heart beating funny |
| urgent    | arrhythmia  | pulse all over the place |
| urgent    | arrhythmia  | my heart thumps out of rhythm |
| urgent    | arrhythmia  | fainted in the shower |
| urgent    | arrhythmia  | I blacked out yesterday |
| urgent    | arrhythmia  | passed out on the toilet |
| urgent    | arrhythmia  | came over all funny and collapsed |
| urgent    | arrhythmia  | heart palps |
| urgent    | arrhythmia  | I have a-fib and it is racing again |
| soon      | arrhythmia  | out of puff going up the stairs |
"""

MAGNESIUM = """
| when      | topic                    | what was written |
|-----------|--------------------------|------------------|
| emergency | hypermagnesaemia_present | can't stay awake and muscles floppy since the magnesium |
| emergency | hypermagnesaemia_present | took loads of milk of magnesia, now very drowsy |
| emergency | hypermagnesaemia_present | my breathing is slow and I feel floppy after the Epsom salts |
| emergency | hypermagnesaemia_present | so sleepy and weak on magnesium that I can't stand |
| urgent    | hypermagnesaemia_present | I swallowed a whole bottle of magnesium tablets |
| urgent    | hypermagnesaemia_present | overdosed on magnesium |
| urgent    | hypermagnesaemia_present | drank epsom salts, a whole cup |
| urgent    | hypermagnesaemia_present | my kid ate a handful of my magnesium gummies |
| soon      | diarrhoea                | the trots for three days |
| soon      | diarrhoea                | runs since I started magnesium |
| soon      | diarrhoea                | squitters |
| soon      | diarrhoea                | dodgy tummy and loose poo |
| soon      | diarrhoea                | diarrea since monday |
| soon      | diarrhoea                | on the toilet ten times a day, watery |
"""

LONG_CRAMP = """
| when      | topic           | what was written |
|-----------|-----------------|------------------|
| urgent    | neuro_red_flag  | cramp that lasted 40 mins |
| urgent    | neuro_red_flag  | cramp for over an hour and still there |
| urgent    | neuro_red_flag  | my calf has been cramped solid for 2 hours |
| urgent    | neuro_red_flag  | cramp will not let go whatever I do |
| urgent    | neuro_red_flag  | spasm lasting a quarter of an hour |
| none      | -               | cramp lasted about 3 minutes |
| none      | -               | cramp goes after ten seconds, sore for two days |
| none      | -               | cramps last 5 to 8 minutes |
| none      | -               | cramp every night for an hour before I sleep I worry about it |
| none      | -               | cramp an hour after going to bed |
| none      | -               | cramps for 20 years |
| none      | -               | I get cramps after 2 hours of sleep |
"""

RESTLESS = """
| when | topic         | what was written |
|------|---------------|------------------|
| none | restless_legs | jumpy legs |
| none | restless_legs | my legs won't keep still |
| none | restless_legs | I have to get up and walk about because my legs fidget |
| none | restless_legs | creepy crawly feeling in my legs at bedtime |
| none | restless_legs | ants in my legs |
| none | restless_legs | RLS |
| none | restless_legs | restles legs |
| none | restless_legs | heebie jeebies in my legs, must move them |
| none | restless_legs | urge to move legs when I sit |
| none | restless_legs | itching inside my calves, only moving helps |
| none | restless_legs | my legs are twitchy and can't settle in bed |
| none | restless_legs | legs jerk and want to move all evening |
| none | restless_legs | my wife says I kick all night |
"""

ORDINARY = """
| when | topic | what was written |
|------|-------|------------------|
| none | -     | my foot curls up |
| none | -     | toes curl under with cramp |
| none | -     | my toes lock in a cramp at night |
| none | -     | foot cramp, the toes spread and go stiff |
| none | -     | Wadenkrämpfe |
| none | -     | Wadenkrämpfe nachts |
| none | -     | crampes la nuit |
| none | -     | calambres en las piernas por la noche |
| none | -     | crampi notturni al polpaccio |
| none | -     | nattkramp i vaden, calf cramp |
| none | -     | charlie horse in my leg when I stretch |
| none | -     | charlie hoarse at nite |
| none | -     | my calf goes hard like a rock in the night |
| none | -     | calf muscle balls up |
| none | -     | wake up screaming with cramp |
| none | -     | CRAMP IN BOTH CALVES AT NIGHT |
| none | -     | legs cramp bad after football |
| none | -     | cramps in feet an toes in bed |
| none | -     | crmaps at night |
| none | -     | cramp in my instep |
| none | -     | cramp in the shin |
| none | -     | hamstring goes into spasm |
| none | -     | I get the cramps something awful |
| none | -     | the cramp has me hopping round the bedroom |
| none | -     | leg cramps when swimming |
| none | -     | cramps in hands when I knit |
| none | -     | writers cramp |
| none | -     | my hand cramps when I write a lot |
| none | -     | stitch when running |
| none | -     | calves ache after standing in the shop all day |
| none | -     | heavy legs in the evening |
| none | -     | tired legs |
| none | -     | my legs are knackered |
| none | -     | sore quads after the gym |
| none | -     | DOMS |
| none | -     | stiff calves in the morning |
| none | -     | tight hamstrings |
| none | -     | my eyelid keeps twitching |
| none | -     | a little twitch in my calf now and then |
| none | -     | pins and needles when I sit on my leg |
| none | -     | my foot falls asleep when I cross my legs |
| none | -     | my feet get cold in winter |
| none | -     | cold feet in bed |
| none | -     | hot feet at night |
| none | -     | warm bath helps the cramp |
| none | -     | I use a hot water bottle on my calf |
| none | -     | hot compress on my leg |
| none | -     | red socks |
| none | -     | dark chocolate gives me heartburn |
| none | -     | I drink coke and tea |
| none | -     | I drink a lot of black coffee |
| none | -     | wee a lot at night |
| none | -     | get up to pee three times a night |
| none | -     | bladder wakes me |
| none | -     | beetroot makes my pee red |
| none | -     | a bit tired |
| none | -     | poor sleep |
| none | -     | can't sleep because of cramps |
| none | -     | can't stand the cramps any more |
| none | -     | I can't get comfortable in bed |
| none | -     | cramp so bad I could cry |
| none | -     | killing me, these cramps |
| none | -     | I'm dying to know what causes cramps |
| none | -     | the pain stops my heart for a second, just cramp |
| none | -     | heart of the problem is cramp |
| none | -     | it breaks my heart to wake my wife with my cramps |
| none | -     | weak coffee |
| none | -     | two weeks of cramps |
| none | -     | I run a marathon in May |
| none | -     | my period cramps |
| none | -     | tummy cramps before my period |
| none | -     | constipated |
| none | -     | bit of wind |
| none | -     | headache now and then |
| none | -     | stressed at work |
| none | -     | varicose veins |
| none | -     | flat feet |
| none | -     | my knees click |
| none | -     | back a bit stiff in the morning |
| none | -     | toenails are brittle |
| none | -     | none |
| none | -     | nothing else |
| none | -     | n/a |
| none | -     | as above |
| none | -     | leg cramps at 3am, stretching helps |
| none | -     | cramp when I point my toes |
| none | -     | cramps worse after wine |
| none | -     | cramp after gardening |
| none | -     | growing pains as a lad, now cramps |
| none | -     | muscle knots in calf |
| none | -     | my legs seize up at night |
| none | -     | leg locks up in bed |
| none | -     | jelly legs after a run |
| none | -     | legs feel like lead after work |
| none | -     | my calf is tight |
| none | -     | legs jump as I fall asleep |
| none | -     | charley horses |
| none | -     | I wake up drenched in sweat sometimes |
| none | -     | my calf was sore the day after the cramp |
| none | -     | calf tender for a day after a bad cramp |
| none | -     | foot hurts after new shoes |
| none | -     | my fits of cramp come at night |
| none | -     | new shoes fit badly |
| none | -     | leg hairs |
"""

DENIED = """
| when   | topic | what was written |
|--------|-------|------------------|
| none   | -     | cramps, no swelling, redness or warmth |
| none   | -     | no chest pain, no breathlessness, just leg cramps |
| none   | -     | cramp in calf. Not swollen. Not red. Not hot. |
| none   | -     | calf cramps without any swelling |
| none   | -     | my calf isn't swollen |
| none   | -     | my leg is not swollen, not red and not warm |
| none   | -     | never had a seizure |
| none   | -     | I have never fainted |
| none   | -     | denies chest pain or palpitations |
| none   | -     | cramps but no numbness or weakness |
| none   | -     | no weakness, no numbness, no bladder trouble |
| none   | -     | swelling: none |
| none   | -     | swelling - no |
| none   | -     | chest pain: no; cramps: yes |
| none   | -     | neither swollen nor red |
| none   | -     | there's no redness nor heat in the calf |
| none   | -     | doctor ruled out DVT |
| none   | -     | scan showed no clot |
| none   | -     | I don't have diarrhoea |
| none   | -     | no diarrhea so far |
| none   | -     | haven't had palpitations |
| none   | -     | urine not dark |
| none   | -     | my pee is normal, not brown |
| none   | -     | I can pee fine |
| none   | -     | no problem passing urine |
| none   | -     | no trouble breathing |
| none   | -     | no trouble swallowing |
| none   | -     | legs aren't weak |
| none   | -     | not dizzy, not faint |
| none   | -     | no fever, no weakness, cramps only at night |
| none   | -     | no history of DVT |
| none   | -     | cramp w/o swelling |
| none   | -     | leg looks normal, no swelling whatsoever |
| none   | -     | neg for swelling |
| none   | -     | nil swelling, nil redness |
| none   | -     | both calves the same size, no swelling |
| none   | -     | not numb anywhere |
| none   | -     | breathing is fine |
| none   | -     | heart is fine |
| none   | -     | chest is fine, it's just my legs |
| urgent | dvt   | no fever but my calf is swollen |
| urgent | dvt   | not red but swollen calf |
| urgent | dvt   | no pain, only one leg swollen |
| urgent | dvt   | my calf isn't just sore, it is swollen |
| urgent | dvt   | I can't say it is not swollen, left calf is bigger |
| urgent | dvt   | the swelling in my left leg won't go down |
| urgent | dvt   | no idea why my calf is swollen |
| urgent | dvt   | swelling of the leg has not gone |
| urgent | dvt   | I have never had such a swollen calf |
| emergency | arrhythmia | no not a cramp, chest pain |
| emergency | arrhythmia | not only cramps but chest pain too |
| emergency | limb_ischaemia | no feeling in foot and no colour, foot cold |
| urgent | arrhythmia | never had palpitations until now |
"""

PAST_AND_OTHERS = """
| when   | topic      | what was written |
|--------|------------|------------------|
| none   | -          | my mother had a stroke |
| none   | -          | my dad died of a heart attack |
| none   | -          | husband has restless legs, I have cramps |
| none   | -          | my sister had a blood clot years ago |
| none   | -          | family history of DVT |
| none   | -          | grandmother had MND |
| none   | -          | I fainted once as a child |
| none   | -          | my friend had brown urine after a marathon |
| urgent | dvt        | my mum had a clot and now my calf is swollen |
| urgent | dvt        | had a DVT five years ago and the same leg is swollen again |
| urgent | arrhythmia | I fainted last week |
| urgent | arrhythmia | palpitations last night, gone now |
| soon   | -          | leg was swollen last month but it went down |
| soon   | -          | had chest pain last year |
| soon   | -          | I used to have palpitations |
| soon   | -          | some numbness in my foot, comes and goes, all the time lately |
"""

QUESTIONS_AND_DOUBTS = """
| when      | topic       | what was written |
|-----------|-------------|------------------|
| none      | -           | why do I get cramps? |
| none      | -           | does magnesium help cramps? |
| none      | -           | can magnesium cause diarrhoea? |
| urgent    | dvt         | should I be worried that my calf is swollen? |
| urgent    | dvt         | maybe my left calf is a bit swollen |
| urgent    | dvt         | sometimes my right leg swells up |
| urgent    | dvt         | not sure but one calf looks bigger |
| urgent    | arrhythmia  | sometimes my heart skips |
| emergency | arrhythmia  | sometimes a little chest pain |
| emergency | arrhythmia  | could my chest pain be magnesium? |
| emergency | arrhythmia  | occasional chest tightness |
"""

SEVERAL = """
| when      | topic           | what was written |
|-----------|-----------------|------------------|
| urgent    | dvt             | cramps at night, tired, left calf swollen, bad sleep, headache |
| emergency | arrhythmia      | cramps restless legs poor sleep chest pain constipation |
| emergency | cauda_equina    | bad back for years, cramps, now numb between my legs |
| urgent    | arrhythmia      | cramps+palpitations+tired |
| urgent    | rhabdomyolysis  | cramps/tired/brown urine |
| emergency | neuro_red_flag  | cramp in foot and my speech is slurred since lunch |
| emergency | limb_ischaemia  | leg cramp then foot went cold white and numb |
| soon      | neuro_red_flag  | cramps and the muscle is wasting and it twitches all day |
| none      | -               | cramps twitches tired legs bad sleep |
| none      | restless_legs   | cramps and restless legs and insomnia |
| emergency | arrhythmia      | I get cramp in the night most often in the calf and it wakes me and I have to stand on the cold floor and last night I also had a pain in my chest |
| urgent    | dvt             | i am 71 and i have cramp since many year, now the left leg is become big and hurt |
| emergency | arrhythmia      | i have pain in the breast bone and short breath |
| emergency | neuro_red_flag  | My leg do not move since morning, sudden |
| urgent    | dvt             | leg she is fat and red since the airplane |
| emergency | arrhythmia      | I am having a great oppression of the chest |
| urgent    | arrhythmia      | I swooned at church |
| urgent    | dvt             | my limb is much swelled and inflamed |
| soon      | diarrhoea       | my bowels are very loose and have been since Tuesday |
| urgent    | cauda_equina    | I cannot make water |
"""  # noqa: E501

#: Written after all the others were answered rightly, to see how far that reaches: 121 of 140 were right at once.
AFTERWARDS = """
| when      | topic                    | what was written |
|-----------|--------------------------|------------------|
| urgent    | dvt                      | my calf has ballooned overnight |
| urgent    | dvt                      | Left leg is tense and swollen, worse since long car trip |
| urgent    | dvt                      | can't get my boot on one leg it's so swollen |
| urgent    | dvt                      | one leg swoln |
| urgent    | dvt                      | right calf sore red and warm |
| urgent    | dvt                      | calf feels warm and lumpy and hurts to touch |
| urgent    | dvt                      | my leg is swelling but only the left |
| urgent    | dvt                      | swelling and throbbing in one leg |
| urgent    | dvt                      | left calf much larger then right |
| urgent    | dvt                      | my husband's calf is swollen and red |
| urgent    | dvt                      | blood clot? |
| urgent    | dvt                      | Is it DVT? sore swollen calf |
| urgent    | dvt                      | leg has become all puffy on the left hand side |
| urgent    | dvt                      | leg swollen below the knee after hip replacement |
| urgent    | dvt                      | pain in calf since 12 hour flight |
| urgent    | dvt                      | thigh is swollen and a reddish blue |
| emergency | dvt                      | swollen calf and breathless |
| emergency | dvt                      | my leg is swollen and my chest hurts |
| emergency | dvt                      | leg swollen, coughing up blood this morning |
| emergency | limb_ischaemia           | foot cold white and painful all of a sudden |
| emergency | limb_ischaemia           | leg has gone numb pale and cold |
| emergency | limb_ischaemia           | my foot is like ice and I can't feel it |
| emergency | limb_ischaemia           | toes blue and no feeling |
| emergency | limb_ischaemia           | no pulse in my foot and it is cold |
| urgent    | limb_ischaemia           | two toes turning black |
| urgent    | limb_ischaemia           | my foot is blue |
| urgent    | limb_ischaemia           | foot pain in bed only eases when I dangle it over the side |
| urgent    | limb_ischaemia           | sore on my heel won't heal |
| soon      | claudication             | thigh pain walking up the hill that stops when I stop |
| soon      | claudication             | calf tightens after 5 minutes walking, rest helps |
| soon      | claudication             | cramp in both calves when I walk any distance, goes away if I stop |
| soon      | claudication             | legs ache when I walk and I have to keep stopping to let it pass |
| emergency | cauda_equina             | I've gone numb around my bottom |
| emergency | cauda_equina             | numb inner thighs and can't tell when I need a wee |
| emergency | cauda_equina             | numb vagina and weak legs |
| emergency | cauda_equina             | lost feeling in my genitals |
| emergency | cauda_equina             | back pain and suddenly incontinent |
| urgent    | cauda_equina             | I can't hold my urine any more |
| urgent    | cauda_equina             | trouble starting to pee since yesterday, can't empty |
| emergency | neuro_red_flag           | face drooping on the right |
| emergency | neuro_red_flag           | slurring my words |
| emergency | neuro_red_flag           | sudden numbness down one side |
| emergency | neuro_red_flag           | I cannot lift my arm, it went dead suddenly |
| emergency | neuro_red_flag           | my legs are paralysed |
| emergency | neuro_red_flag           | legs have gone weak all of a sudden |
| emergency | neuro_red_flag           | my legs wont work |
| emergency | neuro_red_flag           | seizure last night |
| emergency | neuro_red_flag           | muddled and confused since this morning |
| emergency | low_calcium              | hands curling into claws and tingling round the mouth |
| urgent    | neuro_red_flag           | choking on food and liquids |
| urgent    | neuro_red_flag           | jaw locked shut |
| soon      | neuro_red_flag           | tripping a lot, foot slaps on the floor |
| soon      | neuro_red_flag           | my thigh has got thinner |
| soon      | neuro_red_flag           | arms and legs weak for months |
| soon      | neuro_red_flag           | numb feet for weeks |
| soon      | neuro_red_flag           | constant pins and needles in both feet |
| soon      | neuro_red_flag           | muscles twitching everywhere and getting weaker |
| urgent    | rhabdomyolysis           | my pee is the colour of cola |
| urgent    | rhabdomyolysis           | dark brown urine |
| urgent    | rhabdomyolysis           | blood in my wee |
| emergency | rhabdomyolysis           | brown pee two days after a hard workout |
| emergency | rhabdomyolysis           | tea coloured urine, muscles very painful |
| emergency | rhabdomyolysis           | legs swollen and sore after gym and cola urine |
| emergency | arrhythmia               | crushing pain in the chest |
| emergency | arrhythmia               | chest tight |
| emergency | arrhythmia               | short of breath at rest |
| emergency | arrhythmia               | cant breath |
| emergency | arrhythmia               | I feel like I can't get enough air |
| emergency | arrhythmia               | heart pounding and nearly passed out |
| urgent    | arrhythmia               | irregular pulse |
| urgent    | arrhythmia               | my heart goes boom boom and then stops for a beat |
| urgent    | arrhythmia               | heart misses beats |
| urgent    | arrhythmia               | palpitation at night |
| urgent    | arrhythmia               | I fainted |
| urgent    | arrhythmia               | collapsed at the supermarket |
| urgent    | arrhythmia               | nearly fainted when I stood up |
| soon      | arrhythmia               | breathless walking up hills |
| emergency | hypermagnesaemia_present | very drowsy and slow heartbeat, taking lots of magnesium |
| emergency | hypermagnesaemia_present | hardly able to keep my eyes open, very weak, on milk of magnesia |
| urgent    | hypermagnesaemia_present | took 20 magnesium pills by accident |
| urgent    | hypermagnesaemia_present | accidentally double dosed, too much magnesium |
| soon      | diarrhoea                | loose stools for a week |
| soon      | diarrhoea                | bad diarrhoea |
| soon      | diarrhoea                | the shits |
| soon      | diarrhoea                | upset stomach with watery stool |
| urgent    | neuro_red_flag           | cramp lasting more than 15 minutes |
| urgent    | neuro_red_flag           | the cramp didn't let go for 30 minutes |
| none      | restless_legs            | legs feel fizzy and I have to move them |
| none      | restless_legs            | irresistible urge to move my legs at night |
| none      | restless_legs            | can't keep my legs still in bed |
| none      | restless_legs            | tingly crawling legs in the evening |
| none      | -                        | leg cramps |
| none      | -                        | Leg Cramps at Night!!! |
| none      | -                        | nocturnal leg cramps |
| none      | -                        | spasms in calf muscle while sleeping |
| none      | -                        | my toes get crossed and cramp |
| none      | -                        | arch cramps |
| none      | -                        | cramp in thigh after cycling |
| none      | -                        | muscle cramps after drinking alcohol |
| none      | -                        | calves tighten in the night |
| none      | -                        | I wake with a jolt from calf pain |
| none      | -                        | painful cramps every second night |
| none      | -                        | cramp comes when I turn over |
| none      | -                        | aching calves |
| none      | -                        | hip is stiff |
| none      | -                        | dry mouth |
| none      | -                        | muscle soreness |
| none      | -                        | legs feel tired after work |
| none      | -                        | bit bloated |
| none      | -                        | mild headache |
| none      | -                        | sweaty at night |
| none      | -                        | feet ache after dancing |
| none      | -                        | my back aches after gardening |
| none      | -                        | eye twitch |
| none      | -                        | insomnia |
| none      | -                        | restless sleep |
| none      | -                        | swollen ankles: no |
| none      | -                        | no swelling no redness no pain between cramps |
| none      | -                        | no numbness |
| none      | -                        | I'm not breathless |
| none      | -                        | no chest pain ever |
| none      | -                        | doesn't swell or go red |
| none      | -                        | never blacked out |
| none      | -                        | pee normal |
| none      | -                        | no clot on ultrasound |
| none      | -                        | my grandfather died of heart attack |
| none      | -                        | my brother had a seizure once |
| none      | -                        | cold legs |
| none      | -                        | legs go blue with cold in the sea |
| none      | -                        | white spots on nails |
| none      | -                        | red face after wine |
| none      | -                        | weak bladder when I laugh |
| none      | -                        | numb bum after long bike ride |
| none      | -                        | dead leg from football |
| none      | -                        | my foot was numb because I sat on it |
| none      | -                        | hands cramp when I sew |
| none      | -                        | pulled a muscle in my calf |
| none      | -                        | bruised my shin on the bed |
"""

#: Judged as ordinary, and yet answered with more care: whose it is, or whether it
#: is there now, is open.
TOO_CAREFUL = """
| answered as | what was written |
|-------------|------------------|
| emergency   | my son has fits |
| urgent      | cramp wakes me, heart races for a moment from the fright |
| urgent      | my neighbour fainted yesterday, I just have cramps |
| soon        | what are the signs of a blood clot? |
| urgent      | how would I know if it was a DVT? |
| emergency   | should I worry about chest pain? I have none |
"""

#: The leg is named once, and the sign in the next sentence; and warnings that are no matter of the legs at all.
SAID_LATER = """
| when      | topic | what was written |
|-----------|-------|------------------|
| urgent    | dvt   | My calf hurts. It is swollen and red. |
| urgent    | dvt   | My calf hurts. It's swollen. |
| urgent    | dvt   | cramp in my calf; since then swollen and warm |
| urgent    | dvt   | calf pain (red, swollen) |
| urgent    | dvt   | the calf is not swollen but it is hot and tender and red |
| urgent    | dvt   | my calf has been hurting for the last few days and since yesterday it is also quite swollen |
| emergency | limb_ischaemia | My foot hurts. It turned white and cold. |
| urgent    | limb_ischaemia | my foot cramps. It turns white. |
| soon      | -     | swelling since Tuesday |
| soon      | -     | redness and warmth |
| none      | -     | My calf cramps. It is not swollen. |
| none      | -     | calf swollen? no. hot? no |
| none      | -     | I get cramps in my calf. It is cold in my bedroom. |
| none      | -     | cramps in my calf at night. Cold water helps. |
| none      | -     | my leg cramps when it is hot |
| none      | -     | my mother had a blood clot in her leg |
| soon      | -     | my toes go white in the cold |
| emergency | limb_ischaemia | toes white. They are numb. |
| urgent    | dvt   | calf pain 5 days after knee replacement |
| urgent    | dvt   | red streak going up my leg with a temperature |
| soon      | claudication | I have to stop at shop windows because my calves cramp |
| emergency | arrhythmia | I can hardly breathe |
| emergency | arrhythmia | can't catch breath |
| emergency | arrhythmia | struggling for air |
| none      | -     | I sleep better with fresh air |
| emergency | neuro_red_flag | worst headache of my life |
| none      | -     | headaches and tired |
| emergency | diarrhoea | vomiting blood |
| emergency | diarrhoea | black tarry stools |
| urgent    | neuro_red_flag | heard a pop in my calf playing football |
| none      | -     | my knee clicks and pops |
| urgent    | pregnancy | baby stopped moving and my calf cramps |
| emergency | neuro_red_flag | I want to die |
| urgent    | hypermagnesaemia_present | I took 40 magnesium tablets |
| urgent    | hypermagnesaemia_present | I took 3000 mg of magnesium today |
| urgent    | hypermagnesaemia_present | my toddler ate my magnesium gummies |
| none      | -     | I take 2 magnesium tablets a day |
| emergency | arrhythmia | My chest. It feels tight and I sweat. |
| urgent    | arrhythmia | my heart. It skips beats |
| emergency | limb_ischaemia | leg suddenly white after surgery |
| emergency | cauda_equina | haven't peed all day and back pain with numb legs |
| emergency | hypermagnesaemia_present | drank a bottle of milk of magnesia, feel sleepy and weak |
| urgent    | hypermagnesaemia_present | accidentally took ten magnesium tablets |
| emergency | neuro_red_flag | sudden worst headache |
| emergency | pregnancy | pregnant, bad headache and blurred vision |
| soon      | claudication | calves burn when walking uphill, gone after a minute rest |
| none      | -     | my ankles swell every evening |
| none      | -     | my ankle cracks |
| none      | -     | no warning signs |
| none      | -     | took 30 magnesium tablets over 30 days, no change |
"""

#: An illness or a medicine is told in passing, beside the cramp.
TOLD_IN_PASSING = """
| when | topic             | what was written |
|------|-------------------|------------------|
| soon | kidney            | kidney transplant last year and cramps |
| soon | unknown_name      | cramps since starting furosemide |
| soon | unknown_name      | took antibiotics (doxycycline) and now cramps |
| soon | unknown_name      | cramps got worse after starting a new statin |
| none | -                 | no kidney disease, just cramps |
| none | -                 | mother had kidney failure; I have cramps |
| none | -                 | low iron and cramps |
| none | -                 | never took a statin, cramps at night |
"""

TABLES = (CLOT, COLD_LEG, SPINE, NERVES, URINE, HEART, MAGNESIUM, LONG_CRAMP, RESTLESS, ORDINARY, DENIED)
MORE_TABLES = (PAST_AND_OTHERS, QUESTIONS_AND_DOUBTS, SEVERAL, AFTERWARDS, SAID_LATER, TOLD_IN_PASSING)
SENTENCES = [row for table in (*TABLES, *MORE_TABLES) for row in rows(table)]


def test_there_are_many_sentences_and_none_stands_twice():
    written = [row["what was written"] for row in SENTENCES]
    assert len(written) >= 300
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["what was written"])
def test_how_soon_somebody_should_look_at_it(row):
    plan = plan_for(symptoms=[row["what was written"]])
    said = next(when for when, status in STATUS.items() if status == plan.status)
    wanted, topic = row["when"], row["topic"]
    assert ORDER.index(said) >= ORDER.index(wanted)
    if wanted == "none":
        assert said == "none"
        assert plan.not_understood == ()
    if wanted == "soon":
        assert said != "emergency"
    assert topic == "-" or topic in topics(plan)


@pytest.mark.parametrize("row", rows(TOO_CAREFUL), ids=lambda row: row["what was written"])
def test_where_it_is_open_whose_it_is_the_answer_is_the_careful_one(row):
    assert plan_for(symptoms=[row["what was written"]]).status == STATUS[row["answered as"]]

"""What people write about their legs, with the least status that the warning calls for and its topic.

Written from the list of warnings (NICE NG158, NICE leg cramps, NICE NG127, NHS vascular guidance, Medscape on high
magnesium), not from the patterns that recognise them.
"""

#: Written -> (least status, topic). "clinician_first" where somebody should look at it in the next days.
WARNINGS: dict[str, tuple[str, str]] = {
    "my right calf is swollen and warm": ("urgent", "dvt"),
    "one leg is much thicker than the other": ("urgent", "dvt"),
    "left leg swollen since the operation": ("urgent", "dvt"),
    "swollen calf and I am out of breath": ("emergency", "dvt"),
    "chest pain and a sore swollen leg": ("emergency", "dvt"),
    "sudden severe leg pain and the foot is pale and cold": ("emergency", "limb_ischaemia"),
    "my toes are white and my foot is cold and numb": ("emergency", "limb_ischaemia"),
    "black toe": ("urgent", "limb_ischaemia"),
    "my calves hurt when walking and stop hurting when I rest": ("clinician_first", "claudication"),
    "numb between the legs and I cannot pass urine": ("emergency", "cauda_equina"),
    "numbness around my bottom": ("emergency", "cauda_equina"),
    "my legs became weak within a few hours": ("emergency", "neuro_red_flag"),
    "my calf muscle is shrinking and twitching": ("clinician_first", "neuro_red_flag"),
    "slurred speech and a drooping face": ("emergency", "neuro_red_flag"),
    "cola coloured urine after the marathon": ("emergency", "rhabdomyolysis"),
    "brown urine and muscle pain": ("emergency", "rhabdomyolysis"),
    "palpitations": ("urgent", "arrhythmia"),
    "my heart beats irregularly and I fainted": ("emergency", "arrhythmia"),
    "chest pain": ("emergency", "arrhythmia"),
    "I passed out this morning": ("urgent", "arrhythmia"),
    "had a seizure": ("emergency", "neuro_red_flag"),
    "trouble breathing": ("emergency", ""),
    "drowsy with a slow pulse since the magnesium": ("emergency", "hypermagnesaemia_present"),
    "very sleepy and weak after the magnesium laxative": ("emergency", "hypermagnesaemia_present"),
    "a cramp that lasts half an hour": ("urgent", "neuro_red_flag"),
    "lockjaw": ("urgent", "neuro_red_flag"),
    "hands clench into claws": ("emergency", "low_calcium"),
    "feet numb all day long": ("clinician_first", "neuro_red_flag"),
    "diarrhoea for three days": ("clinician_first", "diarrhoea"),
    "I am on dialysis and get cramps": ("refuse", "kidney"),
}

#: Ordinary complaints: nothing in them calls for help today.
ORDINARY: tuple[str, ...] = (
    "calf cramps at night",
    "cramps in bed, no swelling",
    "foot cramp when I stretch",
    "charley horse in the left calf",
    "toes cramp in the evening",
    "cramps after football",
    "thigh cramp when cycling",
    "cramps wake me up twice a week",
    "hamstring cramps",
    "tight calves",
    "cramp in the arch of the foot",
    "sore calves after running",
    "legs ache after standing all day",
    "restless legs in the evening",
    "eyelid twitch",
    "tired",
    "poor sleep",
)

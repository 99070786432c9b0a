#include "course.h"

void course_set_code(Dossier *dossier, Wall day, uint64_t number, unsigned width)
{
    /* Assembled in an Out would cost an allocation per record, hence this window on the array. */
    Out out = {.data = dossier->code, .cap = sizeof dossier->code};

    /* Fits by construction, so the array is never grown: 24 + 8 + 20 digits + end < 64. */
    out_text(&out, dossier->office->code);
    out_char(&out, '-');
    wall_write6(&out, day);
    out_char(&out, '-');
    out_padded(&out, number, width);
    out_char(&out, '\0');
}

/* Keeps the later of the two. */
static void raise_to(Wall *latest, Wall event)
{
    if (event > *latest) {
        *latest = event;
    }
}

void course_set_updated(Dossier *dossier)
{
    Wall latest = dossier->submitted;

    raise_to(&latest, dossier->received);
    raise_to(&latest, dossier->finished);
    raise_to(&latest, dossier->returned);
    raise_to(&latest, dossier->refused);
    raise_to(&latest, dossier->apology);
    dossier->updated = latest;
}

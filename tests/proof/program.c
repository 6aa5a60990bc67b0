/* One case through rtx-deploy: what it exits with, prints and writes. */
#include "proof.h"

bool program_keeps_journals(void)
{
    return false;
}

void program(struct round *round)
{
    attempt(round);
}

void killed(struct round *round)
{
    attempt(round);
}

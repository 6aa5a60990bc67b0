/* See plan.c. */
#ifndef RTX_TESTS_BENCH_PLAN_H
#define RTX_TESTS_BENCH_PLAN_H

/* argv: how many statements the router has, how many the fragment. */
int bench_plan(char **argv);

#endif

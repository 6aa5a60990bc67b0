/* Runs all suites, or those named as arguments. */
#include <CUnit/Basic.h>

#include "test.h"

#define SUITE(name) CU_SuiteInfo suite_##name(void);
#include "suites.h"
#undef SUITE

static CU_SuiteInfo (*const suites[])(void) = {
#define SUITE(name) suite_##name,
#include "suites.h"
#undef SUITE
};

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return argc < 2;
}

int main(int argc, char **argv)
{
    unsigned failed;

    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        CU_SuiteInfo info[2] = {suites[i](), CU_SUITE_INFO_NULL};

        if (wanted(info[0].pName, argc, argv) &&
            CU_register_suites(info) != CUE_SUCCESS)
            return 2;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    failed = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
    if (CU_get_number_of_tests_run() == 0)
        failed = 1;
    printf("\nunit: %u passed, %u failed\n",
           CU_get_number_of_tests_run() - CU_get_number_of_tests_failed(),
           failed);
    CU_cleanup_registry();
    return failed ? 1 : 0;
}

/* limits: what a model's firmware can do (limits.def). Pure. */
#ifndef RTX_DIALECT_LIMITS_H
#define RTX_DIALECT_LIMITS_H

enum rtx_feature { RTX_FEATURE_L2TP };

struct rtx_limit {
    const char *model;
    enum rtx_feature feature;
    const char *least; /* the first revision that can do it; "": every one */
    long most;         /* at once; 0: not known */
    const char *about;
};

/* What is known of a model ("RTX810") and a feature; NULL: nothing. */
const struct rtx_limit *rtx__limit(const char *model, enum rtx_feature feature);

/* Compare two revisions ("11.01.04"), number by number. */
int rtx__revision_compare(const char *a, const char *b);

#endif

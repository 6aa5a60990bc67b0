/* table: a parse as a table for people; private to show. */
#ifndef RTX_SHOW_TABLE_H
#define RTX_SHOW_TABLE_H

#include "show/show.h"

enum { RTX__TABLE_GAP = 2, RTX__TABLE_NESTED = 2, RTX__TABLE_NARROWEST = 8 };

struct rtx__table {
    struct rtx_buf out;
    bool colour;
    bool units;
    int width; /* 0: no end */
};

/* ---- cell.c: values and headings as text ---- */
/* Text of the router, without what it must not do to a terminal. */
int rtx__cell_clean(struct rtx_buf *out, const char *text);
/* The field's value; `-` where it has none. units: for human eyes. */
int rtx__cell_value(struct rtx_buf *out, const struct rtx__schema *schema,
                    int field, const void *record, bool units);
/* The field's name in words, without the unit that its values have. */
int rtx__cell_heading(struct rtx_buf *out, const struct rtx__field *field);
/* The name in shorter words, where there are such. */
int rtx__cell_brief(struct rtx_buf *out, const struct rtx__field *field);
int rtx__cell_width(const struct rtx_buf *cell);
/*
 * The part of the text that a line of `width` columns takes, broken at a blank
 * if it can be. @return its bytes; *next: where the next line begins
 */
size_t rtx__cell_piece(const char *text, size_t length, int width,
                       size_t *next);

/* ---- columns.c: a list as rows under headings ---- */
/* 1: written, 0: the terminal is too narrow for it, negative: an error */
int rtx__columns_write(struct rtx__table *table, const struct rtx_list *list,
                       const struct rtx__schema *schema, int indent);

/* ---- table.c ---- */
int rtx__table_style(struct rtx__table *table, const char *sequence);

#endif

/* Ansible's inventories in YAML: hosts, vars and children of groups. */
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "fleet/inventory.h"

enum { DEEP = 32 };

struct reader {
    struct inventory *inventory;
    yaml_document_t document;
};

static const char *scalar(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE
               ? (const char *)node->data.scalar.value
               : NULL;
}

static int line_of(const yaml_node_t *node)
{
    return (int)node->start_mark.line + 1;
}

static bool bad(struct reader *r, const yaml_node_t *node, const char *what)
{
    return inventory_fail(r->inventory, line_of(node), "%s", what);
}

/* Nothing, as in "r1:". */
static bool empty(const yaml_node_t *node)
{
    const char *text = scalar(node);

    return text &&
           (!text[0] || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

/* Lists and mappings are no variables of fragments, and left out. */
static bool set_variables(struct reader *r, json_t *variables,
                          yaml_node_t *node)
{
    if (empty(node))
        return true;
    if (node->type != YAML_MAPPING_NODE)
        return bad(r, node, "variables are NAME: VALUE");
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&r->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&r->document, pair->value);

        if (scalar(key) && scalar(value) &&
            !inventory_set(r->inventory, variables, scalar(key), scalar(value),
                           line_of(value)))
            return false;
    }
    return true;
}

static bool read_hosts(struct reader *r, const char *group, yaml_node_t *node)
{
    if (empty(node))
        return true;
    if (node->type != YAML_MAPPING_NODE)
        return bad(r, node, "hosts are NAME: and their variables");
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&r->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&r->document, pair->value);

        if (!scalar(key))
            return bad(r, key, "a host wants a name");
        if (!set_variables(r, inventory_host(r->inventory, group, scalar(key)),
                           value))
            return false;
    }
    return true;
}

static bool read_groups(struct reader *r, const char *parent, yaml_node_t *node,
                        int deep);

static bool read_group(struct reader *r, const char *name, yaml_node_t *node,
                       int deep)
{
    json_t *group = inventory_group(r->inventory, name);

    if (empty(node))
        return true;
    if (node->type != YAML_MAPPING_NODE || deep > DEEP)
        return bad(r, node, "a group has hosts, vars and children");
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *value = yaml_document_get_node(&r->document, pair->value);
        const char *key =
            scalar(yaml_document_get_node(&r->document, pair->key));
        bool fine = true;

        if (key && strcmp(key, "hosts") == 0)
            fine = read_hosts(r, name, value);
        else if (key && strcmp(key, "vars") == 0)
            fine = set_variables(r, json_object_get(group, "vars"), value);
        else if (key && strcmp(key, "children") == 0)
            fine = read_groups(r, name, value, deep + 1);
        else
            fine = bad(r, value, "a group has hosts, vars and children");
        if (!fine)
            return false;
    }
    return true;
}

static bool read_groups(struct reader *r, const char *parent, yaml_node_t *node,
                        int deep)
{
    if (empty(node))
        return true;
    if (node->type != YAML_MAPPING_NODE)
        return bad(r, node, "groups are NAME: and what is in them");
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&r->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&r->document, pair->value);

        if (!scalar(key))
            return bad(r, key, "a group wants a name");
        if (!read_group(r, scalar(key), value, deep))
            return false;
        if (parent)
            json_object_set_new(
                json_object_get(inventory_group(r->inventory, parent),
                                "children"),
                scalar(key), json_true());
    }
    return true;
}

bool inventory_read_yaml(struct inventory *inventory, const char *text,
                         size_t length)
{
    struct reader r = {.inventory = inventory};
    yaml_parser_t parser;
    yaml_node_t *root;
    bool fine;

    if (!yaml_parser_initialize(&parser))
        return inventory_fail(inventory, 0, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    if (!yaml_parser_load(&parser, &r.document)) {
        fine = inventory_fail(inventory, (int)parser.problem_mark.line + 1,
                              "%s", parser.problem ? parser.problem : "");
        yaml_parser_delete(&parser);
        return fine;
    }
    root = yaml_document_get_root_node(&r.document);
    fine = !root ? inventory_fail(inventory, 0, "it is empty")
                 : read_groups(&r, NULL, root, 0);
    yaml_document_delete(&r.document);
    yaml_parser_delete(&parser);
    return fine;
}

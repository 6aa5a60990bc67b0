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

static bool set_variables(struct reader *r, json_t *variables,
                          yaml_node_t *node, int deep);

/* << : what another mapping, or each of a list, says. */
static bool merge(struct reader *r, json_t *variables, yaml_node_t *node,
                  int deep)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return set_variables(r, variables, node, deep + 1);
    for (yaml_node_item_t *item = node->data.sequence.items.top;
         item-- > node->data.sequence.items.start;) { /* the first wins */
        if (!set_variables(r, variables,
                           yaml_document_get_node(&r->document, *item),
                           deep + 1))
            return false;
    }
    return true;
}

/* Lists and mappings are no variables of fragments, and left out. */
static bool set_variables(struct reader *r, json_t *variables,
                          yaml_node_t *node, int deep)
{
    if (empty(node))
        return true;
    if (node->type != YAML_MAPPING_NODE || deep > DEEP)
        return bad(r, node, "variables are NAME: VALUE");
    for (int own = 0; own < 2; own++) { /* its own go over merged ones */
        for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
             pair < node->data.mapping.pairs.top; pair++) {
            yaml_node_t *key = yaml_document_get_node(&r->document, pair->key);
            yaml_node_t *value =
                yaml_document_get_node(&r->document, pair->value);
            const char *name = scalar(key);
            bool fine = true;

            if ((name && strcmp(name, "<<") == 0) != (own == 0))
                continue;
            if (own == 0)
                fine = merge(r, variables, value, deep);
            else if (name && scalar(value))
                fine = inventory_set(r->inventory, variables, name,
                                     scalar(value), line_of(value));
            if (!fine)
                return false;
        }
    }
    return true;
}

struct hosts {
    struct reader *reader;
    const char *group;
    yaml_node_t *node; /* its variables */
};

static bool add_host(void *user, const char *name)
{
    const struct hosts *h = user;

    return set_variables(h->reader,
                         inventory_host(h->reader->inventory, h->group, name),
                         h->node, 0);
}

static bool read_hosts(struct reader *r, const char *group, yaml_node_t *node)
{
    struct hosts hosts = {r, group, NULL};

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
        hosts.node = value;
        if (!inventory_expand(r->inventory, scalar(key), line_of(key), add_host,
                              &hosts))
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
            fine = set_variables(r, json_object_get(group, "vars"), value, 0);
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

static bool read_document(struct inventory *inventory, const char *text,
                          size_t length,
                          bool (*read)(struct reader *r, yaml_node_t *root,
                                       json_t *variables),
                          json_t *variables)
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
    fine = read(&r, root, variables);
    yaml_document_delete(&r.document);
    yaml_parser_delete(&parser);
    return fine;
}

static bool read_all_groups(struct reader *r, yaml_node_t *root,
                            json_t *variables)
{
    (void)variables;
    return root ? read_groups(r, NULL, root, 0)
                : inventory_fail(r->inventory, 0, "it is empty");
}

static bool read_variables(struct reader *r, yaml_node_t *root,
                           json_t *variables)
{
    return !root || set_variables(r, variables, root, 0);
}

bool inventory_read_yaml(struct inventory *inventory, const char *text,
                         size_t length)
{
    return read_document(inventory, text, length, read_all_groups, NULL);
}

bool inventory_read_variables(struct inventory *inventory, json_t *variables,
                              const char *text, size_t length)
{
    return read_document(inventory, text, length, read_variables, variables);
}

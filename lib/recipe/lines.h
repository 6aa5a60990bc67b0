/* lines: statements that several recipes share; private to recipe. */
#ifndef RTX_RECIPE_LINES_H
#define RTX_RECIPE_LINES_H

#include "recipe/recipe.h"

/* A list with commas as one with blanks; owned. */
char *lines_numbers(const char *list);
/* Is the LAN's address in use for another network on this router? */
void lines_check_lan(rtx_recipe *r, const struct recipe_net *lan);
/* The DHCP server, when the key `dhcp` is set. */
void lines_dhcp(rtx_recipe *r, const struct recipe_net *lan);
/* The name servers, when the key `dns` is set. */
void lines_dns(rtx_recipe *r);
/* The key of IPsec tunnel `id`, quoted where it must be. */
void lines_pre_shared_key(rtx_recipe *r, long id, const char *key);

#endif

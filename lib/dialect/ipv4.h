/* ipv4: addresses, networks and ranges in the words of a statement. Pure. */
#ifndef RTX_DIALECT_IPV4_H
#define RTX_DIALECT_IPV4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* a.b.c.d */
bool rtx__ipv4(const char *text, size_t length, uint32_t *ret);

/* a.b.c.d into `ret`, which is returned. */
const char *rtx__ipv4_text(uint32_t address, char *ret, size_t size);

/* The mask of a prefix of 0 to 32 bits. */
uint32_t rtx__ipv4_mask(int bits);

/* a.b.c.d/24: address and prefix */
bool rtx__ipv4_prefix(const char *text, size_t length, uint32_t *address,
                      int *bits);

/* a.b.c.d/24 or /255.255.255.0: address, and the mask of the network */
bool rtx__ipv4_network(const char *text, size_t length, uint32_t *address,
                       uint32_t *mask);

/* a.b.c.d-a.b.c.d, with or without /24 behind it; in any order */
bool rtx__ipv4_range(const char *text, size_t length, uint32_t *low,
                     uint32_t *high);

/* Is the address among `*`, an address, a network, a range, or a list of them?
 */
bool rtx__ipv4_among(uint32_t address, const char *text, size_t length);

#endif

/**
 * @file version.h
 * The one place where the version of librtx is written. The Makefile, the
 * pkg-config file and the soname read it from here.
 */
#ifndef RTX_VERSION_H
#define RTX_VERSION_H

#define RTX_VERSION_MAJOR 0
#define RTX_VERSION_MINOR 1
#define RTX_VERSION_PATCH 0
/** Number of the binary interface; it is the soname's number. */
#define RTX_ABI 0

#endif

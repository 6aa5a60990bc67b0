/**
 * @file rtx.h
 * All of librtx: consoles of Yamaha RTX routers.
 *
 * Names begin with rtx_ or RTX_. What a call returns is 0, a count, or a
 * negative code of <rtx/error.h>. What is opaque is made by …_new or …_parse_…
 * and freed by …_free, which takes NULL.
 *
 * NULL for a handle, or for a text or a result that is not said to be optional,
 * is RTX_E_ARGUMENT; calls that cannot fail do nothing then, and return "", 0,
 * -1 or NULL, as when there is nothing. A detail (`struct rtx_error *error`) is
 * always optional.
 *
 * A struct whose `size` the caller sets is filled as far as both sides know it,
 * unless its header says otherwise:
 * the members that this library does not know stay as they were, those that
 * the caller does not know are not written. A size of 0, or beyond 4096, is
 * RTX_E_ARGUMENT.
 *
 * C++: where a struct and a function share their name (rtx_session_info,
 * rtx_emulator_counters, …), write `struct` before the former.
 */
#ifndef RTX_RTX_H
#define RTX_RTX_H

#include <rtx/base.h>
#include <rtx/config.h>
#include <rtx/doctor.h>
#include <rtx/error.h>
#include <rtx/fleet.h>
#include <rtx/journal.h>
#include <rtx/recipe.h>
#include <rtx/serial.h>
#include <rtx/session.h>
#include <rtx/setup.h>
#include <rtx/show.h>
#include <rtx/startup.h>
#include <rtx/transaction.h>
#include <rtx/version.h>

#endif

/**
 * @file rtx.h
 * All of librtx: consoles of Yamaha RTX routers.
 *
 * Names begin with rtx_ or RTX_. What a call returns is 0, a count, or a
 * negative code of <rtx/error.h>. What is opaque is made by …_new or …_parse_…
 * and freed by …_free, which takes NULL.
 */
#ifndef RTX_RTX_H
#define RTX_RTX_H

#include <rtx/base.h>
#include <rtx/config.h>
#include <rtx/doctor.h>
#include <rtx/error.h>
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

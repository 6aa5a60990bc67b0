/* Outputs under the names that ntc-templates gives them for yamaha. */
#include "common/show.h"

#include <ctype.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* As TextFSM does: what is not there is an empty text. */
static void put(json_t *object, const char *key, const char *text)
{
    (void)json_object_set_new(object, key, json_string(text ? text : ""));
}

static void put_number(json_t *object, const char *key, bool present,
                       int64_t number)
{
    char text[24] = "";

    if (present)
        snprintf(text, sizeof text, "%" PRId64, number);
    put(object, key, text);
}

static void put_switch(json_t *object, const char *key, bool present, int on)
{
    put(object, key, !present ? "" : on ? "ON" : "OFF");
}

/* 2024-05-01T09:00:12+09:00 as the router prints it. */
static void put_time(json_t *object, const char *key, const char *iso)
{
    char text[40] = "";

    if (iso && strlen(iso) >= 19)
        snprintf(text, sizeof text, "%.4s/%.2s/%.2s %.8s%s%s", iso, iso + 5,
                 iso + 8, iso + 11, iso[19] ? " " : "", iso + 19);
    put(object, key, text);
}

static void put_elapsed(json_t *object, const char *key, bool present,
                        int64_t seconds)
{
    char text[64] = "";
    char days[32] = "";

    if (seconds >= 86400)
        snprintf(days, sizeof days, "%" PRId64 "days ", seconds / 86400);
    if (present)
        snprintf(text, sizeof text, "%s%02d:%02d:%02d", days,
                 (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60),
                 (int)(seconds % 60));
    put(object, key, text);
}

#define HAS(member) RTX_HAS(environment, env, member)

static json_t *environment_object(const struct rtx_environment *env)
{
    json_t *row = json_object();

    put(row, "bootrom", env->boot_rom);
    put(row, "version", env->revision);
    put(row, "serial", env->serial);
    put_number(row, "cpu_5_sec", HAS(cpu_5s_percent), env->cpu_5s_percent);
    put_number(row, "cpu_1_min", HAS(cpu_1min_percent), env->cpu_1min_percent);
    put_number(row, "cpu_5_min", HAS(cpu_5min_percent), env->cpu_5min_percent);
    put_number(row, "memory_used", HAS(memory_percent), env->memory_percent);
    put(row, "firmware", env->firmware);
    put(row, "config_file", env->config_file);
    put(row, "default_firmware", env->default_firmware);
    put(row, "default_config_file", env->default_config_file);
    put_time(row, "boot_time", env->boot_time);
    put_time(row, "current_time", env->current_time);
    /* spelt as in the template */
    put_elapsed(row, "elasped_time", HAS(uptime_s), env->uptime_s);
    put_number(row, "security_class", HAS(security_class), env->security_class);
    put_switch(row, "forget", HAS(forget), env->forget);
    put_switch(row, "telnet", HAS(telnet), env->telnet);
    put_number(row, "inside_temperature", HAS(temperature_c),
               env->temperature_c);
    return row;
}

static int environment(json_t *rows, const char *text, size_t length)
{
    struct rtx_environment *env = NULL;
    int rc = rtx_parse_environment(text, length, &env, NULL);

    if (rc == 0 && env->present)
        (void)json_array_append_new(rows, environment_object(env));
    rtx_free(env);
    return rc;
}

/* The router writes these kinds in capitals. */
static void put_protocol(json_t *row, const char *kind)
{
    static const char *const capitals[] = {"rip", "ospf", "bgp"};
    char text[32] = "";

    snprintf(text, sizeof text, "%s", kind ? kind : "");
    for (size_t i = 0; i < sizeof capitals / sizeof capitals[0]; i++) {
        if (strcmp(text, capitals[i]) == 0) {
            for (char *at = text; *at; at++)
                *at = (char)toupper((unsigned char)*at);
        }
    }
    put(row, "protocol", text);
}

static json_t *route_object(const struct rtx_ip_route *route)
{
    json_t *row = json_object();
    const char *network =
        route->destination.text ? route->destination.text : "";
    const char *slash = strchr(network, '/');

    (void)json_object_set_new(
        row, "network",
        json_stringn(network,
                     slash ? (size_t)(slash - network) : strlen(network)));
    put(row, "prefix_length", slash ? slash + 1 : "");
    put(row, "nexthop_ip", route->gateway.text ? route->gateway.text : "-");
    put(row, "nexthop_if", route->interface);
    put_protocol(row, route->kind);
    put(row, "additional_info", route->additional);
    return row;
}

static int routes(json_t *rows, const char *text, size_t length)
{
    struct rtx_ip_route_list *list = NULL;
    int rc = rtx_parse_ip_route(text, length, &list, NULL);

    for (size_t i = 0; rc == 0 && i < list->count; i++)
        (void)json_array_append_new(rows,
                                    route_object(rtx_ip_route_at(list, i)));
    rtx_free(list);
    return rc;
}

int show_ntc(FILE *out, const char *command, const char *text, size_t length)
{
    json_t *rows = json_array();
    int rc = RTX_E_UNSUPPORTED;

    if (!rows)
        return RTX_E_NOMEM;
    if (strncasecmp(command, "show environment", 16) == 0)
        rc = environment(rows, text, length);
    else if (strncasecmp(command, "show ip route", 13) == 0)
        rc = routes(rows, text, length);
    if (rc == 0 && json_dumpf(rows, out, JSON_INDENT(2)) == 0)
        fputc('\n', out);
    json_decref(rows);
    return rc;
}

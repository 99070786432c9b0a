/* fakeshop: a one-stop system for tests, with good data and every kind of bad behaviour. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "scenario.h"
#include "server.h"

enum { EXIT_USAGE = 2 };

/* Writes the port so that a waiting test never reads half a number. */
static bool write_port_file(const char *path, uint16_t port)
{
    Out temp;
    bool ok = false;

    out_init(&temp);
    out_text(&temp, path);
    out_mem(&temp, ".tmp", sizeof ".tmp"); /* with the terminating zero */
    FILE *file = fopen(temp.data, "w");
    if (file != NULL) {
        ok = fprintf(file, "%u\n", (unsigned)port) > 0;
        ok = fclose(file) == 0 && ok;
        ok = ok && rename(temp.data, path) == 0;
    }
    if (!ok) {
        perror("fakeshop: cannot write the port file");
    }
    out_release(&temp);
    return ok;
}

/* Both scenarios look the same to the server from here on. */
static void init_scenario(Scenario *scenario, const Options *options)
{
    if (options->random) {
        scenario_init_random(scenario, options->count, options->seed, options->offices,
                             options->bad);
    } else {
        scenario_init_tinh_chau(scenario);
    }
}

/* Serves until a signal of the set arrives. */
static int serve(const Options *options, const Scenario *scenario, const sigset_t *signals)
{
    int signal_number;
    Server *server = server_start(scenario, options->token, options->port);

    if (server == NULL) {
        perror("fakeshop: cannot listen");
        return EXIT_FAILURE;
    }
    uint16_t port = server_port(server);
    if (options->port_file != NULL && !write_port_file(options->port_file, port)) {
        server_stop(server);
        return EXIT_FAILURE;
    }
    printf("listening on 127.0.0.1:%u\n", (unsigned)port);
    fflush(stdout);
    sigwait(signals, &signal_number);
    server_stop(server);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    Options options;
    Scenario scenario;
    sigset_t signals;

    switch (options_parse(&options, argc, argv)) {
    case OPTIONS_HELP:
        return EXIT_SUCCESS;
    case OPTIONS_USAGE_ERROR:
        return EXIT_USAGE;
    case OPTIONS_RUN:
        break;
    }
    /* Blocked before any thread starts, so that only sigwait ever sees them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    init_scenario(&scenario, &options);
    int status = serve(&options, &scenario, &signals);
    scenario_release(&scenario);
    return status;
}

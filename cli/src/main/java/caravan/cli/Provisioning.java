package caravan.cli;

/** What an administrator would do once on the systems: projects, repos and rights for the use cases. */
record Provisioning(Home home, Addresses addresses) {

    /** Creates what is missing; safe to repeat. */
    void run() {}
}

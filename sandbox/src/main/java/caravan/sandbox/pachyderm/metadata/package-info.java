/** What Pachyderm knows besides files: projects, repos, branches, commits, role bindings and tokens. */
package caravan.sandbox.pachyderm.metadata;

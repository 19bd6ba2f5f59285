/** The content of Pachyderm's commits on disk: chunks and directories, each named by its hash and never changed. */
package caravan.sandbox.pachyderm.files;

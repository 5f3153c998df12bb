/** An API that cannot start. */
process.stderr.write('the schema is of another version\n');
process.exitCode = 1;

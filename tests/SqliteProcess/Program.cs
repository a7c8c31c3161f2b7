using Baton.SqliteProcess;

// Writes a database until it is killed, or until its disk is full; what it prints is what it knows to be committed.
switch (args)
{
    case ["rows", var path]: return Rows.Write(path);
    case ["full", var folder]: return FullDisk.Run(folder);
    default:
        Console.Error.WriteLine("usage: SqliteProcess rows FILE | full FOLDER");
        return 64;
}

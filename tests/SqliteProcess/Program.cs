using Baton.SqliteProcess;

// Writes a database until it is killed, or until its disk is full; what it prints is what it knows to be saved.
switch (args)
{
    case ["rows", var path]: return Rows.Write(path);
    case ["full", var folder]: return FullDisk.Run(folder);
    case ["history", var path]: return await History.WriteAsync(path);
    case ["history-full", var folder]: return await History.FillAsync(folder);
    case ["history-speed", var path]: return await HistorySpeed.RunAsync(path);
    default:
        Console.Error.WriteLine("usage: SqliteProcess rows FILE | full FOLDER | history FILE | history-full FOLDER | history-speed FILE");
        return 64;
}

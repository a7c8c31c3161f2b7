using System.Globalization;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>
/// Rounds of probes as a small monitor in Python makes them: all at once, each on a connection of its own, and the next round an interval after the
/// last has ended. Only what comes with Python is used, so it costs less than one with an HTTP library.
/// </summary>
internal sealed class AsyncioRounds(IReadOnlyList<Uri> urls, TimeSpan interval) : Supervisor("rounds in Python (asyncio)", "")
{
    private const string Script = """
        import asyncio, sys, urllib.parse

        INTERVAL = float(sys.argv[1])
        ADDRESSES = [urllib.parse.urlsplit(line.strip()) for line in open("addresses")]
        STATES = {}

        async def ask(number, address):
            async def exchange():
                reader, writer = await asyncio.open_connection(address.hostname, address.port)
                try:
                    writer.write(f"GET {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
                    head = await reader.readuntil(b"\r\n\r\n")
                    await reader.readexactly(2)
                    return head.split(b" ", 2)[1] == b"200"
                finally:
                    writer.close()
            try:
                STATES[number] = await asyncio.wait_for(exchange(), 5)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                STATES[number] = False

        async def main():
            while True:
                await asyncio.gather(*(ask(number, address) for number, address in enumerate(ADDRESSES)))
                await asyncio.sleep(INTERVAL)

        asyncio.run(main())
        """;

    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        arena.Write("rounds.py", Script);
        arena.Write("addresses", string.Join('\n', urls));
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => ["/usr/bin/python3", arena["rounds.py"], interval.TotalSeconds.ToString(CultureInfo.InvariantCulture)];

    public override string LogFolder(Arena arena, string service) => arena.Folder;
}

System.Console.WriteLine("tandem");
